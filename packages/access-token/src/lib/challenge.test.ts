import { describe, expect, it } from 'vitest'
import { challenge, protectedResourceMetadata, readBearer, resourceMetadataUrl } from '../index.ts'

const resourceMetadata = 'https://booking.test/.well-known/oauth-protected-resource/mcp'

describe('challenge()', () => {
  it('names no error where no token was sent', () => {
    expect(challenge({ resourceMetadataUrl: resourceMetadata, scopes: ['a:read', 'b:read'] })).toBe(
      `Bearer scope="a:read b:read", resource_metadata="${resourceMetadata}"`,
    )
  })

  it('keeps quotes, line breaks and other scripts out of the description', () => {
    const value = challenge({
      resourceMetadataUrl: resourceMetadata,
      error: 'invalid_token',
      description: 'say "no"\r\nSet-Cookie: a=b\\ 部屋',
    })
    expect(value).toBe(
      `Bearer error="invalid_token", error_description="say 'no'Set-Cookie: a=b ", ` +
        `resource_metadata="${resourceMetadata}"`,
    )
  })

  it('throws for what is no scope token', () => {
    const options = { resourceMetadataUrl: resourceMetadata, scopes: ['a" evil="b'] }
    expect(() => challenge(options)).toThrow(TypeError)
  })
})

describe('protectedResourceMetadata()', () => {
  it('writes the document of RFC 9728, names in other languages too', () => {
    expect(
      protectedResourceMetadata({
        resource: 'https://booking.test/mcp',
        authorizationServers: ['https://issuer.test'],
        scopes: ['booking:read'],
        name: 'Booking',
        names: { ja: '予約' },
      }),
    ).toEqual({
      resource: 'https://booking.test/mcp',
      authorization_servers: ['https://issuer.test'],
      bearer_methods_supported: ['header'],
      scopes_supported: ['booking:read'],
      resource_name: 'Booking',
      'resource_name#ja': '予約',
    })
  })
})

describe('resourceMetadataUrl()', () => {
  it.each([
    ['https://a.test/mcp', 'https://a.test/.well-known/oauth-protected-resource/mcp'],
    ['https://a.test', 'https://a.test/.well-known/oauth-protected-resource'],
    [
      'http://localhost:4301/x/mcp',
      'http://localhost:4301/.well-known/oauth-protected-resource/x/mcp',
    ],
  ])('of %s is %s', (resource, expected) => {
    expect(resourceMetadataUrl(resource)).toBe(expected)
  })
})

describe('readBearer()', () => {
  it.each([
    ['Bearer abc.def-_~+/==', { ok: true, value: 'abc.def-_~+/==' }],
    ['bearer abc', { ok: true, value: 'abc' }],
    ['Basic YTpi', { ok: false, failure: { reason: 'other_scheme' } }],
    ['Bearer', { ok: false, failure: { reason: 'malformed' } }],
    ['Bearer a b', { ok: false, failure: { reason: 'malformed' } }],
    ['Bearer a, Bearer b', { ok: false, failure: { reason: 'malformed' } }],
    [`Bearer ${'a'.repeat(9000)}`, { ok: false, failure: { reason: 'malformed' } }],
  ])('reads %j', (authorization, expected) => {
    const request = new Request('https://a.test', { headers: { authorization } })
    expect(readBearer(request)).toEqual(expected)
  })

  it('finds none without the header, whatever the query says', () => {
    const request = new Request('https://a.test/?access_token=abc')
    expect(readBearer(request)).toEqual({ ok: true, value: undefined })
  })
})
