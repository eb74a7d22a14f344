import * as z from 'zod'
import { describe, expect, it } from 'vitest'
import { callRequest } from '../../test/requests.ts'
import { createMcpWorker } from '../index.ts'
import { serveWorker } from '../node.ts'

const log = { info: () => {}, warn: () => {}, error: () => {} }
describe('serveWorker()', () => {
  it('waits for background work before it closes what the worker uses', async () => {
    const events: string[] = []
    const work = Promise.withResolvers<void>()
    const worker = createMcpWorker({
      name: 'test.rooms/send',
      version: '1.0.0',
      description: 'Sends later',
      url: 'http://localhost:4998/mcp',
    }).mcpTool(
      'send',
      z.object({}),
      (_args, { waitUntil }) => {
        waitUntil(work.promise.then(() => events.push('sent')))
        return 'will send'
      },
      { annotations: { readOnlyHint: false, destructiveHint: false } },
    )
    const onStop = async () => void events.push('closed')
    const service = { env: undefined, name: 'send', host: '127.0.0.1', port: 0, log, onStop }
    const { port, stop } = await serveWorker(worker, service)

    await fetch(callRequest('send', {}, { url: `http://127.0.0.1:${port}/mcp` }))
    const stopped = stop()
    work.resolve()
    await stopped
    expect(events).toEqual(['sent', 'closed'])
  })

  it('aborts the signal of a tool whose caller hangs up', async () => {
    const started = Promise.withResolvers<void>()
    const aborted = Promise.withResolvers<void>()
    const worker = createMcpWorker({
      name: 'test.rooms/wait',
      version: '1.0.0',
      description: 'Waits',
      url: 'http://localhost:4997/mcp',
    }).mcpTool(
      'wait',
      z.object({}),
      (_args, { signal }) => {
        started.resolve()
        return new Promise<string>((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            aborted.resolve()
            reject(signal.reason)
          })
        })
      },
      { annotations: { readOnlyHint: true } },
    )
    const service = { env: undefined, name: 'wait', host: '127.0.0.1', port: 0, log }
    const { port, stop } = await serveWorker(worker, service)

    const gone = new AbortController()
    const request = callRequest('wait', {}, { url: `http://127.0.0.1:${port}/mcp` })
    const answer = fetch(request, { signal: gone.signal }).catch(() => 'gone')
    await started.promise
    gone.abort()
    expect(await answer).toBe('gone')
    await aborted.promise
    await stop()
  })
})
