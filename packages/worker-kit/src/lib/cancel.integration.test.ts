import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createWaitingWorker, toWaitingRequest } from '../../test/waiting-worker.ts'
import { serveWorker } from '../node.ts'

const log = { info: () => {}, warn: () => {}, error: () => {} }
const events: string[] = []
const worker = createWaitingWorker((event) => void events.push(event))
let service: Awaited<ReturnType<typeof serveWorker>>
let origin: string

beforeAll(async () => {
  const place = { env: undefined, name: 'waiting', host: '127.0.0.1', port: 0, log }
  service = await serveWorker(worker, place)
  origin = `http://127.0.0.1:${service.port}`
})
afterAll(() => service?.stop())
beforeEach(() => void events.splice(0))

const calls = [
  ['a tool that has said nothing', 'tools/call', 'silent'],
  ['a tool whose stream has begun', 'tools/call', 'talking'],
  ['a resource', 'resources/read', 'wait://silent'],
  ['a prompt whose stream has begun', 'prompts/get', 'talking'],
] as const

async function readFirst(response: Response) {
  const { value } = (await response.body?.getReader().read()) ?? {}
  return new TextDecoder().decode(value)
}

describe.each(['modern', 'legacy'] as const)('a client that goes away, %s', (era) => {
  it.each(calls)('stops %s', async (_case, method, name) => {
    const gone = new AbortController()
    const request = toWaitingRequest(origin, { era, method, name })
    const answer = fetch(request, { signal: gone.signal })
    answer.catch(() => {})
    if (name === 'talking') expect(await readFirst(await answer)).toContain('It begins')
    await expect.poll(() => events).toEqual(['started'])
    gone.abort()
    await expect.poll(() => events).toEqual(['started', 'stopped'])
  })

  it('stops a call that a platform tells of by its stream alone', async () => {
    const request = toWaitingRequest('http://127.0.0.1', {
      era,
      method: 'tools/call',
      name: 'talking',
    })
    const response = await worker.fetch(request, undefined)
    const reader = response.body?.getReader()
    await reader?.read()
    await reader?.cancel()
    await expect.poll(() => events).toEqual(['started', 'stopped'])
  })

  it('is not stopped by another client that names the same id', async () => {
    const gone = new AbortController()
    const request = toWaitingRequest(origin, { era, method: 'tools/call', name: 'silent' })
    const answer = fetch(request, { signal: gone.signal })
    answer.catch(() => {})
    await expect.poll(() => events).toEqual(['started'])
    const stranger = await fetch(`${origin}/mcp`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': '2025-11-25',
      },
      body: JSON.stringify({
        jsonrpc: '2.0',
        method: 'notifications/cancelled',
        params: { requestId: 1 },
      }),
    })
    expect(stranger.status).toBe(202)
    expect(events).toEqual(['started'])
    gone.abort()
    await expect.poll(() => events).toEqual(['started', 'stopped'])
  })
})
