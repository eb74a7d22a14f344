import path from 'node:path'
import { createTestHarness } from 'wrangler'
import { describe, expect, it, onTestFinished } from 'vitest'
import { worker } from '../../test/environment/worker.ts'
import { callRequest, readMessage } from '../../test/requests.ts'
import { serveWorker } from '../node.ts'

const PUBLIC_URL = 'http://localhost:4995'
const SECRET = 'hunter2'
const good = { PUBLIC_URL, API_KEY: `${SECRET}-${SECRET}-${SECRET}`, RETRIES: '3' }
const log = { info: () => {}, warn: () => {}, error: () => {} }
const place = { name: 'environment', host: '127.0.0.1', port: 0, log }

describe('on Node', () => {
  it('a bad environment ends the start, and the error names each variable and no value', async () => {
    const start = serveWorker(worker, { ...place, env: { API_KEY: SECRET } })
    await expect(start).rejects.toThrow(
      /^Cannot use the environment: PUBLIC_URL is missing; API_KEY must have at least 16 characters$/,
    )
  })

  it('a good one reaches the tools, without what the schema does not name', async () => {
    const { port, stop } = await serveWorker(worker, { ...place, env: { ...process.env, ...good } })
    onTestFinished(stop)
    const request = callRequest('read', {}, { url: `http://127.0.0.1:${port}/mcp` })
    const message = await readMessage(await fetch(request))
    expect(message).toMatchObject({
      result: { structuredContent: { names: ['PUBLIC_URL', 'API_KEY', 'RETRIES'], retries: 3 } },
    })
  })
})

describe('in workerd', () => {
  async function open(vars: Record<string, string>) {
    const root = path.join(import.meta.dirname, '../../test/environment')
    const harness = createTestHarness({ root, workers: [{ configPath: './wrangler.jsonc', vars }] })
    onTestFinished(() => harness.close())
    await harness.listen()
    return async () => {
      const request = callRequest('read', {}, { url: `${PUBLIC_URL}/mcp` })
      const { method, url } = request
      const headers = Object.fromEntries(request.headers)
      return harness.fetch(url, { method, headers, body: await request.text() })
    }
  }

  it('a bad environment is a fault whose answer names nothing', async () => {
    const call = await open({ API_KEY: SECRET })
    const answer = await call()
    expect(answer.status).toBe(500)
    expect(await answer.text()).not.toMatch(/API_KEY|PUBLIC_URL|hunter2/)
  })

  it('a good one is checked once and reaches the tools', async () => {
    const call = await open(good)
    for (let n = 0; n < 3; n += 1) {
      const answer = await call()
      expect(await answer.json()).toMatchObject({
        result: { structuredContent: { retries: 3, checks: 1 } },
      })
    }
  })
})
