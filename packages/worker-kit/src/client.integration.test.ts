import { afterAll, beforeAll, expect, it } from 'vitest'
import { bundle } from '../test/bundle.ts'
import { sayTemperature } from './client.example.ts'
import { serveWorker } from './node.ts'
import weather from './routes.example.ts'

const log = { info: () => {}, warn: () => {}, error: () => {} }
let running: Awaited<ReturnType<typeof serveWorker>>

beforeAll(async () => {
  const env = { PUBLIC_URL: 'http://localhost:4998' }
  running = await serveWorker(weather, { env, name: 'weather', host: '127.0.0.1', port: 0, log })
})
afterAll(() => running?.stop())

it('client.example calls by the types of the server, over a socket', async () => {
  expect(await sayTemperature(`http://127.0.0.1:${running.port}/mcp`)).toBe('Kyoto: 21.0 °C')
})

it('a page beside the tools is answered over the same socket', async () => {
  const page = await fetch(`http://127.0.0.1:${running.port}/`)
  expect(await page.text()).toBe('For agents: http://localhost:4998/mcp')
})

it("nothing of the server comes into a client's bundle", async () => {
  const { code, inputs } = await bundle(new URL('client.example.ts', import.meta.url))
  expect(inputs.filter((file) => /routes\.example|mcp-worker|mcp\/server|hono/.test(file))).toEqual(
    [],
  )
  expect(code).not.toContain('com.example/weather')
})
