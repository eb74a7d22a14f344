import * as z from 'zod'
import { describe, expect, it } from 'vitest'
import { createMcpWorker } from '../index.ts'

const server = { name: 'test.rooms/mistakes', version: '1.0.0', description: 'Rooms' }
const url = 'https://rooms.test/mcp'
const annotations = { readOnlyHint: true } as const

describe('an address that is none', () => {
  it.each(['rooms.test/mcp', 'undefined/mcp', '', 'ftp://rooms.test/mcp', 'https://rooms.test/#a'])(
    'is refused where it is written: %j',
    (wrong) => {
      expect(() => createMcpWorker({ ...server, url: wrong })).toThrow(
        /^The url ".*" is not an address/,
      )
      expect(() => createMcpWorker({ ...server, url, issuer: wrong })).toThrow(
        /^The issuer ".*" is not an address/,
      )
    },
  )

  it('is told before a Node server listens, where the environment says it', () => {
    const worker = createMcpWorker<{ PUBLIC_URL?: string }>({
      ...server,
      url: (env) => `${env.PUBLIC_URL}/mcp`,
    }).mcpTool('a', z.object({}), () => 'a', { annotations })
    expect(() => worker.checkEnvironment({})).toThrow(/^The url "undefined\/mcp" is not/)
    expect(() => worker.checkEnvironment({ PUBLIC_URL: 'https://rooms.test' })).not.toThrow()
  })
})

it('takes no options that are missing', () => {
  expect(() => createMcpWorker(undefined as never)).toThrow(/name, version, description and url/)
  expect(() => createMcpWorker({ ...server, url: undefined as never })).toThrow(
    /^The url ".*" is not an address/,
  )
})
