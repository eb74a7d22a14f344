import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createOutbox, toEventStream } from './event-stream.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('toEventStream()', () => {
  it('sends a message that is soon there as one event', async () => {
    const response = await toEventStream(Promise.resolve('{"id":1}'))
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    expect(await response.text()).toBe('event: message\ndata: {"id":1}\n\n')
  })

  it('begins before a slow message is there, and keeps the stream alive until it is', async () => {
    const { promise, resolve } = Promise.withResolvers<string>()
    const answering = toEventStream(promise)
    await vi.advanceTimersByTimeAsync(5_000)
    const response = await answering
    await vi.advanceTimersByTimeAsync(30_000)
    resolve('{"id":1}')
    expect(await response.text()).toBe(
      ': keepalive\n\n: keepalive\n\nevent: message\ndata: {"id":1}\n\n',
    )
    expect(vi.getTimerCount()).toBe(0)
  })

  it('begins with the first message that goes before, and sends each as it comes', async () => {
    const { promise, resolve } = Promise.withResolvers<string>()
    const outbox = createOutbox()
    const answering = toEventStream(promise, { outbox })
    outbox.send('{"method":"a"}')
    const reader = (await answering).body?.getReader()
    const read = async () => new TextDecoder().decode((await reader?.read())?.value)
    expect(await read()).toBe('event: message\ndata: {"method":"a"}\n\n')
    outbox.send('{"method":"b"}')
    expect(await read()).toBe('event: message\ndata: {"method":"b"}\n\n')
    resolve('{"id":1}')
    expect(await read()).toBe('event: message\ndata: {"id":1}\n\n')
    expect((await reader?.read())?.done).toBe(true)
    outbox.send('{"method":"too late"}')
    expect(vi.getTimerCount()).toBe(0)
  })

  it('takes what is sent when the reader has gone', async () => {
    const outbox = createOutbox()
    outbox.send('{"method":"a"}')
    const response = await toEventStream(new Promise(() => {}), { outbox })
    await response.body?.cancel()
    outbox.send('{"method":"b"}')
    expect(vi.getTimerCount()).toBe(0)
  })

  it('holds no timer when the reader has gone', async () => {
    const { promise, resolve } = Promise.withResolvers<string>()
    const answering = toEventStream(promise)
    await vi.advanceTimersByTimeAsync(5_000)
    await (await answering).body?.cancel()
    expect(vi.getTimerCount()).toBe(0)
    resolve('{"id":1}')
    await vi.advanceTimersByTimeAsync(0)
  })
})
