import { describe, expect, it } from 'vitest'

import { addSecurityHeaders, isSameOrigin } from './security-headers.ts'

describe('addSecurityHeaders()', () => {
  it('says where forms may lead, and keeps the policy of the page', () => {
    const headers = new Headers({ 'content-security-policy': "default-src 'self'" })
    addSecurityHeaders(headers, { isHttps: false, formTargets: ['http://localhost:4100'] })
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'self'; form-action 'self' https: http://localhost:4100",
    )
    expect(headers.has('strict-transport-security')).toBe(false)
  })

  it('keeps browsers on https where we are', () => {
    const headers = new Headers()
    addSecurityHeaders(headers, { isHttps: true, formTargets: [] })
    expect(headers.get('strict-transport-security')).toMatch(/^max-age=/)
    expect(headers.get('x-frame-options')).toBe('DENY')
  })
})

describe('isSameOrigin()', () => {
  const ask = (headers: Record<string, string>) =>
    isSameOrigin(new Request('http://localhost:4000/graphql', { method: 'POST', headers }), WEB)
  const WEB = 'http://localhost:4000'

  it.each([
    [{ origin: WEB }, true],
    [{ origin: 'http://localhost:4001' }, false],
    [{ origin: 'null' }, false],
    [{ 'sec-fetch-site': 'same-origin' }, true],
    [{ 'sec-fetch-site': 'same-site' }, false],
    [{ origin: 'http://evil.example', 'sec-fetch-site': 'same-origin' }, false],
    [{}, false],
  ])('for %j is %j', (headers, expected) => {
    expect(ask(headers)).toBe(expected)
  })
})
