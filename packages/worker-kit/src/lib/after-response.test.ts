import { describe, expect, it } from 'vitest'
import { afterResponse } from '../index.ts'

function watch(body: BodyInit | null) {
  const done: string[] = []
  const background: Promise<unknown>[] = []
  const ctx = { waitUntil: (promise: Promise<unknown>) => void background.push(promise) }
  const response = afterResponse(
    new Response(body, { status: body === null ? 202 : 200 }),
    ctx,
    async () => {
      done.push('done')
    },
  )
  return { done, response, settled: () => Promise.all(background) }
}

describe('afterResponse()', () => {
  it('does its work when the body was read, and not before', async () => {
    const { done, response, settled } = watch('hello')
    expect(done).toEqual([])
    expect(await response.text()).toBe('hello')
    await settled()
    expect(done).toEqual(['done'])
  })

  it('does its work when the reader goes away', async () => {
    const { done, response, settled } = watch(
      new ReadableStream({ pull: (c) => c.enqueue(new Uint8Array(1)) }),
    )
    await response.body?.cancel()
    await settled()
    expect(done).toEqual(['done'])
  })

  it('does its work when the body breaks', async () => {
    const broken = new ReadableStream({ pull: (c) => c.error(new Error('broken')) })
    const { done, response, settled } = watch(broken)
    await expect(response.text()).rejects.toThrow('broken')
    await settled()
    expect(done).toEqual(['done'])
  })

  it('does its work at once where there is no body', async () => {
    const { done, settled } = watch(null)
    await settled()
    expect(done).toEqual(['done'])
  })
})
