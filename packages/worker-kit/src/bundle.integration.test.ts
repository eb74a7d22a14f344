import { gzipSync } from 'node:zlib'
import { beforeAll, expect, it } from 'vitest'
import { bundle, type Bundle } from '../test/bundle.ts'

/** Of which zod is 29 and Hono 9. */
const MAX_KB = 100

let made: Bundle

beforeAll(async () => {
  made = await bundle(new URL('routes.example.ts', import.meta.url))
})

it('a Worker with a tool and a Hono route needs nothing of Node', () => {
  expect(made.code.match(/["'`](node:|cloudflare:)[^"'`]*/g)).toBeNull()
  expect(made.inputs.filter((file) => /entry\/src\/node|node-server/.test(file))).toEqual([])
})

it(`a Worker with a tool and a Hono route is at most ${MAX_KB} KB, gzipped`, () => {
  expect(made.inputs).toContainEqual(expect.stringContaining('hono'))
  expect(gzipSync(made.code).length).toBeLessThan(MAX_KB * 1000)
})
