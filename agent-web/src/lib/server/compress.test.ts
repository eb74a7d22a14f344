import { describe, expect, it } from 'vitest'

import { compress } from './compress.ts'

const TEXT = '<p>Toolgraph</p>'.repeat(200)

function answer(headers: Record<string, string> = {}, body: string | null = TEXT): Response {
  const length = String(body?.length ?? 0)
  return new Response(body, {
    headers: { 'content-type': 'text/html', 'content-length': length, etag: '"1"', ...headers },
  })
}

const asking = (accepted: string) =>
  new Request('http://localhost:4000/', { headers: { 'accept-encoding': accepted } })

describe('compress()', () => {
  it('makes a page smaller, and leaves what it says as it was', async () => {
    const response = compress(asking('gzip, deflate, br'), answer())
    expect(Object.fromEntries(response.headers)).toEqual({
      'content-type': 'text/html',
      'content-encoding': 'gzip',
      vary: 'accept-encoding',
      etag: '"1"',
    })
    const bytes = await response.clone().arrayBuffer()
    expect(bytes.byteLength).toBeLessThan(TEXT.length / 5)
    const plain = response.body?.pipeThrough(new DecompressionStream('gzip'))
    expect(await new Response(plain).text()).toBe(TEXT)
  })

  it.each(['', 'br', 'gzip;q=0', 'gzip; q=0.00', 'x-gzip'])(
    'sends it as it is to who accepts "%s", and says that this depends',
    async (accepted) => {
      const response = compress(asking(accepted), answer())
      expect(response.headers.has('content-encoding')).toBe(false)
      expect(response.headers.get('vary')).toBe('accept-encoding')
      expect(await response.text()).toBe(TEXT)
    },
  )

  it.each([
    ['a picture', answer({ 'content-type': 'image/png' })],
    ['live changes', answer({ 'content-type': 'text/event-stream' })],
    ['a few bytes', answer({}, 'short')],
    ['no body', answer({}, null)],
    ['what is compressed already', answer({ 'content-encoding': 'br' })],
  ])('leaves %s alone', (_what, response) => {
    expect(compress(asking('gzip'), response)).toBe(response)
  })

  it('leaves a page alone whose end is not known yet', () => {
    const response = answer()
    response.headers.delete('content-length')
    expect(compress(asking('gzip'), response)).toBe(response)
  })
})
