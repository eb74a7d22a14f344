import { createServer, request as ask } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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

  it('does not read what was announced and fits', async () => {
    const request = post(endless(), { 'content-length': '10' })
    expect(await boundRequest(request, 10)).toBe(request)
    expect(request.bodyUsed).toBe(false)
  })
})

describe('a body over a real socket', () => {
  const server = createServer(
    getRequestListener(async (request) => {
      const bounded = await boundRequest(request, 10)
      return bounded ? new Response(await bounded.text()) : new Response(null, { status: 413 })
    }),
  )
  beforeAll(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  afterAll(() => server.close())

  /** Sends the parts one by one. */
  function send(parts: string[], headers: Record<string, string>): Promise<string> {
    const { port } = server.address() as AddressInfo
    return new Promise((resolve, reject) => {
      const sent = ask({ port, method: 'POST', headers, agent: false }, (response) => {
        let text = `${response.statusCode} `
        response.on('data', (chunk: Buffer) => (text += chunk.toString()))
        response.once('end', () => resolve(text))
      })
      sent.once('error', reject)
      for (const part of parts) sent.write(part)
      sent.end()
    })
  }

  it.each([
    ['announced, and fits', ['{"a":', '1}'], { 'content-length': '7' }, '200 {"a":1}'],
    ['announced, and does not fit', ['x'.repeat(11)], { 'content-length': '11' }, '413 '],
    ['not announced, and fits', ['{"a":', '1}'], {}, '200 {"a":1}'],
    ['not announced, and does not fit', ['x'.repeat(6), 'x'.repeat(5)], {}, '413 '],
    ['announced as empty', [], { 'content-length': '0' }, '200 '],
  ])('%s', async (_what, parts, headers, answer) => {
    expect(await send(parts, headers)).toBe(answer)
  })
})
