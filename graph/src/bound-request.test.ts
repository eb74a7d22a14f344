import { describe, expect, it } from 'vitest'
import { boundRequest } from './bound-request.ts'

function post(body: BodyInit, headers: Record<string, string> = {}): Request {
  return new Request('https://graph.test/graphql', {
    method: 'POST',
    body,
    headers,
    ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
  } as RequestInit)
}

/** A body whose size nobody announced. */
function endless(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(1024)),
  })
}

describe('boundRequest()', () => {
  it('gives back what fits, with its headers', async () => {
    const bounded = await boundRequest(post('{"a":1}', { 'x-test': 'kept' }), 10)
    expect(await bounded?.json()).toEqual({ a: 1 })
    expect(bounded?.headers.get('x-test')).toBe('kept')
  })

  it('lets a request without a body through', async () => {
    const request = new Request('https://graph.test/graphql')
    expect(await boundRequest(request, 0)).toBe(request)
  })

  it('stops at the limit, whatever was announced', async () => {
    expect(await boundRequest(post('x'.repeat(11)), 10)).toBeUndefined()
    expect(await boundRequest(post('x', { 'content-length': '11' }), 10)).toBeUndefined()
    expect(await boundRequest(post(endless()), 100_000)).toBeUndefined()
  })
})
