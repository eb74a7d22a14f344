import { afterEach, describe, expect, it, vi } from 'vitest'
import { openSession, type InputAnswer, type OpenSessionOptions } from './index.ts'
import { fakeAskingServer } from './lib/fakes/fake-asking-server.ts'
import { fakeOlderServer } from './lib/fakes/fake-mcp-server.ts'
import { fakeNetwork, type FakeServer } from './lib/fakes/fake-network.ts'

async function open(server: FakeServer, options: Partial<OpenSessionOptions> = {}) {
  const { fetch } = fakeNetwork({ 'https://mcp.example': server }, { timeoutMs: 600_000 })
  const session = await openSession({ url: 'https://mcp.example/mcp', fetch, ...options })
  expect(session.version).toBe('2025-11-25')
  return session
}

describe('a server of 2025-11-25 that asks in the middle of a call', () => {
  const book = async (options: Partial<OpenSessionOptions>) => {
    const session = await open(await fakeAskingServer(), options)
    const outcome = await session.callTool({ name: 'book', args: {} })
    await session.close()
    return outcome
  }
  const answered = (answer: object) => ({
    kind: 'result',
    result: { content: [{ text: JSON.stringify(answer) }] },
  })

  it('is answered, with the default of what was left alone', async () => {
    const answer = vi.fn<NonNullable<OpenSessionOptions['answer']>>(
      async (): Promise<InputAnswer> => ({ action: 'accept', content: { nights: 2 } }),
    )

    expect(await book({ canAsk: true, answer })).toMatchObject(
      answered({ action: 'accept', content: { nights: 2, breakfast: true } }),
    )
    expect(answer).toHaveBeenCalledExactlyOnceWith(
      {
        method: 'elicitation/create',
        params: expect.objectContaining({ message: 'How many nights?' }),
      },
      expect.any(AbortSignal),
    )
  })

  it.each<[string, Partial<OpenSessionOptions>]>([
    ['nobody takes the question', {}],
    ['the answer fails', { answer: () => Promise.reject(new Error('no')) }],
  ])('is told that the question is cancelled where %s', async (_why, options) => {
    expect(await book({ canAsk: true, ...options })).toMatchObject(answered({ action: 'cancel' }))
  })
})

describe('a server of 2025-11-25 that breaks off its stream', () => {
  afterEach(() => void vi.useRealTimers())

  const stream = (text: string) =>
    new Response(text, { headers: { 'content-type': 'text/event-stream' } })

  /** Breaks off each call after an event; `resume` answers those who come back for the rest. */
  function breaking(
    event: string,
    resume: (lastEventId: string | null, call: { id: number }) => Response,
  ) {
    const server = fakeOlderServer()
    const calls: { id: number }[] = []
    const fake: FakeServer = async (request) => {
      const message = JSON.parse((await request.clone().text()) || '{}')
      if (message.method === 'tools/call') {
        calls.push(message)
        return stream(event)
      }
      const [call] = calls
      if (request.method === 'GET' && call)
        return resume(request.headers.get('last-event-id'), call)
      return request.method === 'GET' ? new Response(null, { status: 405 }) : server(request)
    }
    return { fake, calls }
  }

  it('is asked for the rest, and runs nothing twice', async () => {
    const { fake, calls } = breaking('id: 1\nretry: 10\ndata:\n\n', (lastEventId, { id }) => {
      const result = { content: [{ type: 'text', text: `the rest of ${lastEventId}` }] }
      return stream(`id: 2\ndata: ${JSON.stringify({ jsonrpc: '2.0', id, result })}\n\n`)
    })
    const session = await open(fake)

    expect(await session.callTool({ name: 'add', args: { a: 1, b: 2 } })).toMatchObject({
      kind: 'result',
      result: { content: [{ text: 'the rest of 1' }] },
    })
    expect(calls).toHaveLength(1)
  })

  it.each([
    ['retry: 0', 'ERR_SERVER_FAILED', 100],
    ['retry: 99999999999', 'ERR_CALL_TIMEOUT', 0],
  ])('is given up when it breaks off again and again: %s', async (retry, code, times) => {
    let resumed = 0
    const { fake } = breaking(`id: 1\n${retry}\ndata:\n\n`, () => {
      resumed += 1
      return stream('id: 2\ndata:\n\n')
    })
    const session = await open(fake)
    vi.useFakeTimers()
    const outcome = session.callTool({ name: 'add', args: { a: 1, b: 2 } })
    await vi.advanceTimersByTimeAsync(60_000)

    expect(await outcome).toMatchObject({ kind: 'failed', code })
    expect(resumed).toBe(times)
  })

  it('is not asked where it named no place to go on from', async () => {
    const { fake, calls } = breaking(': nothing\n\n', () => stream(''))
    const session = await open(fake)

    expect(await session.callTool({ name: 'add', args: { a: 1, b: 2 } })).toMatchObject({
      kind: 'failed',
      code: 'ERR_SERVER_FAILED',
    })
    expect(calls).toHaveLength(1)
  })
})
