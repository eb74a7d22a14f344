import { describe, expect, it, vi } from 'vitest'
import { createSafeFetch, SafeFetchError, type HopFetch, type SafeFetchOptions } from './index.ts'

type Answer = (url: string, init: RequestInit) => Response | Promise<Response>

/** A way out that writes down each request it was asked to make. */
function fakeWayOut(answer: Answer) {
  const calls: { url: string; init: RequestInit; isTrusted: boolean }[] = []
  const fetch: HopFetch = async (url, init, hop) => {
    calls.push({ url, init, ...hop })
    return answer(url, init)
  }
  return { fetch, calls }
}

const redirectTo = (location: string, status = 302) =>
  new Response('elsewhere', { status, headers: { location } })

const open = (fetch: HopFetch, options: Partial<SafeFetchOptions> = {}) =>
  createSafeFetch({ trustedOrigins: [], fetch, ...options })

const refusal = async (promise: Promise<unknown>) => {
  const error = await promise.catch((error: unknown) => error)
  return error instanceof SafeFetchError ? error.code : error
}

describe('createSafeFetch()', () => {
  it('passes the answer through, as a Response of this realm with its URL', async () => {
    const { fetch, calls } = fakeWayOut(() => Response.json({ a: 1 }, { status: 201 }))
    const answer = await open(fetch)('https://example.com/a', { method: 'post', body: '{}' })

    expect(answer).toBeInstanceOf(Response)
    expect([answer.status, answer.url]).toEqual([201, 'https://example.com/a'])
    expect(await answer.json()).toEqual({ a: 1 })
    expect(calls[0]?.init).toMatchObject({ method: 'POST', body: '{}', redirect: 'manual' })
  })

  it('makes no request to an address that is not allowed', async () => {
    const { fetch, calls } = fakeWayOut(() => new Response())
    const safeFetch = open(fetch)

    for (const url of [
      'https://127.0.0.1/',
      'http://example.com/',
      'https://a:b@example.com/',
      'x',
    ])
      expect(await refusal(safeFetch(url))).toBe('ERR_ADDRESS_FORBIDDEN')
    expect(calls).toEqual([])
  })

  it('names the origin in its message, never the path, query or credentials', async () => {
    const { fetch } = fakeWayOut(() => new Response())
    const error = await open(fetch)('https://u:secret@example.com/p?token=1').catch(String)

    expect(error).toContain('"https://example.com"')
    expect(error).not.toMatch(/secret|token/)
  })

  it('reads a Request', async () => {
    const { fetch, calls } = fakeWayOut(() => new Response())
    const headers = { 'content-type': 'text/plain', 'x-a': '1' }
    await open(fetch)(new Request('https://example.com/', { method: 'PUT', body: 'b', headers }))

    const sent = new Request(calls[0]?.url ?? '', calls[0]?.init)
    expect([sent.method, sent.headers.get('x-a'), await sent.text()]).toEqual(['PUT', '1', 'b'])
  })
})

describe('a redirect', () => {
  it.each([
    'https://169.254.169.254/',
    'http://example.com/',
    'https://[::ffff:10.0.0.1]/',
    '//0x7f.1/',
  ])('to %s is not followed', async (location) => {
    const { fetch, calls } = fakeWayOut(() => redirectTo(location))

    expect(await refusal(open(fetch)('https://example.com/'))).toBe('ERR_ADDRESS_FORBIDDEN')
    expect(calls).toHaveLength(1)
  })

  it('is followed three times, not four', async () => {
    const chain = (hops: number) =>
      fakeWayOut((url) => {
        const n = Number(new URL(url).pathname.slice(1))
        return n === hops ? new Response('there') : redirectTo(`/${n + 1}`)
      })

    const answer = await open(chain(3).fetch)('https://example.com/0')
    expect([answer.url, await answer.text()]).toEqual(['https://example.com/3', 'there'])
    expect(await refusal(open(chain(4).fetch)('https://example.com/0'))).toBe(
      'ERR_TOO_MANY_REDIRECTS',
    )
  })

  it('is an error with redirect: error, and the answer with redirect: manual', async () => {
    const { fetch, calls } = fakeWayOut(() => redirectTo('/b'))

    expect(await refusal(open(fetch)('https://example.com/', { redirect: 'error' }))).toBe(
      'ERR_TOO_MANY_REDIRECTS',
    )
    const answer = await open(fetch)('https://example.com/', { redirect: 'manual' })
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/b'])
    expect(calls).toHaveLength(2)
  })

  it('to another origin loses the credentials', async () => {
    const { fetch, calls } = fakeWayOut((url) =>
      url.includes('example.com') ? redirectTo('https://other.example/') : new Response(),
    )
    await open(fetch)('https://example.com/', {
      headers: { authorization: 'Bearer a', cookie: 'b=c', accept: 'x/y' },
    })

    expect([...new Headers(calls[1]?.init.headers).keys()]).toEqual(['accept'])
  })

  it('turns a POST into a GET after 302 and 303, and keeps it after 307 and 308', async () => {
    for (const [status, method, body] of [
      [302, 'GET', null],
      [303, 'GET', null],
      [307, 'POST', 'b'],
      [308, 'POST', 'b'],
    ] as const) {
      const { fetch, calls } = fakeWayOut((url) =>
        url.endsWith('/b') ? new Response() : redirectTo('/b', status),
      )
      await open(fetch)('https://example.com/', { method: 'POST', body: 'b' })
      expect(calls[1]?.init).toMatchObject({ method, body })
    }
  })

  it('from a trusted origin to an untrusted one is checked as any other', async () => {
    const { fetch, calls } = fakeWayOut((url) =>
      redirectTo(url.includes('4301') ? 'https://example.com/' : 'http://localhost:4302/'),
    )
    const safeFetch = open(fetch, { trustedOrigins: ['http://localhost:4301'] })

    expect(await refusal(safeFetch('http://localhost:4301/'))).toBe('ERR_ADDRESS_FORBIDDEN')
    expect(calls.map(({ url, isTrusted }) => [url, isTrusted])).toEqual([
      ['http://localhost:4301/', true],
      ['https://example.com/', false],
    ])
  })
})

describe('the size of an answer', () => {
  const chunks = (count: number, onCancel = () => {}) =>
    new ReadableStream<Uint8Array>({
      pull(controller) {
        if (count === 0) return controller.close()
        count -= 1
        controller.enqueue(new Uint8Array(100))
      },
      cancel: onCancel,
    })

  it('is refused before reading, where the server announces it', async () => {
    const headers = { 'content-length': '1001' }
    const { fetch } = fakeWayOut(() => new Response('x', { headers }))

    expect(await refusal(open(fetch, { maxBytes: 1000 })('https://example.com/'))).toBe(
      'ERR_TOO_LARGE',
    )
  })

  it('is cut off while reading, and the server hears of it', async () => {
    const cancelled = vi.fn<() => void>()
    const { fetch } = fakeWayOut(() => new Response(chunks(50, cancelled)))
    const answer = await open(fetch, { maxBytes: 1000 })('https://example.com/')

    expect(await refusal(answer.text())).toBe('ERR_TOO_LARGE')
    expect(cancelled).toHaveBeenCalledOnce()
  })

  it('may be exactly the limit', async () => {
    const { fetch } = fakeWayOut(() => new Response(chunks(10)))
    const answer = await open(fetch, { maxBytes: 1000 })('https://example.com/')

    expect((await answer.bytes()).byteLength).toBe(1000)
  })
})

describe('the time of an answer', () => {
  const silent = () => new Promise<Response>(() => {})
  const stalled = (type: string) =>
    new Response(new ReadableStream({ start: (c) => c.enqueue(new TextEncoder().encode('a')) }), {
      headers: { 'content-type': type },
    })

  it('is limited until the first byte', async () => {
    const { fetch } = fakeWayOut(silent)

    expect(await refusal(open(fetch, { timeoutMs: 5 })('https://example.com/'))).toBe('ERR_TIMEOUT')
  })

  it('is limited while the body is read', async () => {
    const { fetch } = fakeWayOut(() => stalled('text/plain'))
    const answer = await open(fetch, { timeoutMs: 20 })('https://example.com/')

    expect(await refusal(answer.text())).toBe('ERR_TIMEOUT')
  })

  it('is another one for event streams', async () => {
    const { fetch } = fakeWayOut(() => stalled('text/event-stream; charset=utf-8'))
    const safeFetch = open(fetch, { timeoutMs: 5, streamTimeoutMs: 60 })
    const answer = await safeFetch('https://example.com/')
    const startedAt = performance.now()

    expect(await refusal(answer.text())).toBe('ERR_TIMEOUT')
    expect(performance.now() - startedAt).toBeGreaterThan(40)
  })

  it('ends when the caller gives up, with their own reason', async () => {
    const stop = new AbortController()
    const { fetch, calls } = fakeWayOut(silent)
    const answer = open(fetch)('https://example.com/', { signal: stop.signal })
    const body = open(async () => stalled('text/event-stream'))('https://example.com/', {
      signal: stop.signal,
    }).then((answer) => answer.text())
    await expect.poll(() => calls).toHaveLength(1)
    stop.abort(new Error('enough'))

    await expect(answer).rejects.toThrow('enough')
    await expect(body).rejects.toThrow('enough')
    expect(calls[0]?.init.signal?.aborted).toBe(true)
  })

  it('makes no request for a caller who has already given up', async () => {
    const { fetch, calls } = fakeWayOut(() => new Response())

    await expect(
      open(fetch)('https://example.com/', { signal: AbortSignal.abort(new Error('late')) }),
    ).rejects.toThrow('late')
    expect(calls).toEqual([])
  })
})

describe('a server that cannot be reached', () => {
  it('is a refusal whose cause is kept and not shown', async () => {
    const { fetch } = fakeWayOut(() => Promise.reject(new TypeError('ECONNREFUSED 10.0.0.1')))
    const error = await open(fetch)('https://example.com/').catch((error: unknown) => error)

    expect(error).toMatchObject({ code: 'ERR_UNREACHABLE', cause: expect.any(TypeError) })
    expect(String(error)).not.toContain('10.0.0.1')
  })
})
