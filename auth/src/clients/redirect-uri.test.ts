import { describe, expect, it } from 'vitest'
import { checkRedirectUri, isRegisteredRedirect } from './redirect-uri.ts'

describe('checkRedirectUri()', () => {
  it.each([
    'https://app.example/callback',
    'https://app.example',
    'https://app.example/cb?next=%2F',
    'http://localhost:8080/cb',
    'http://127.0.0.1/cb',
    'http://[::1]:9/cb',
    'com.example.app:/oauth',
    'com.example.app://oauth/cb',
    'cursor://anysphere.cursor-mcp/oauth/callback',
  ])('takes %s', (uri) => {
    expect(checkRedirectUri(uri).ok).toBe(true)
  })

  it.each([
    ['', 'malformed'],
    ['callback', 'malformed'],
    ['//evil.example', 'malformed'],
    ['https:evil.example', 'malformed'],
    ['https:/evil.example', 'malformed'],
    ['https:///evil.example', 'malformed'],
    ['https:\\\\evil.example', 'malformed'],
    ['https://app.example\\@evil.example', 'malformed'],
    ['https://app.example/c b', 'malformed'],
    ['https://app.example/\tcb', 'malformed'],
    ['https://app.example/\u0000', 'malformed'],
    ['https://例え.example/', 'malformed'],
    [`https://app.example/${'x'.repeat(3000)}`, 'malformed'],
    ['https://app.example/#', 'fragment'],
    ['https://app.example/#code', 'fragment'],
    ['https://me@app.example/', 'credentials'],
    ['http://app.example/cb', 'http_not_loopback'],
    ['http://localhost.evil.example/cb', 'http_not_loopback'],
    ['http://127.0.0.1.evil.example/cb', 'http_not_loopback'],
    ['javascript:alert(1)', 'scheme_forbidden'],
    ['JavaScript:alert(1)', 'scheme_forbidden'],
    ['data:text/html,x', 'scheme_forbidden'],
    ['file:///etc/passwd', 'scheme_forbidden'],
    ['blob:https://app.example/x', 'scheme_forbidden'],
    ['myapp://cb', 'scheme_forbidden'],
  ])('refuses %j: %s', (uri, failure) => {
    expect(checkRedirectUri(uri)).toEqual({ ok: false, failure })
  })
})

describe('isRegisteredRedirect()', () => {
  it('compares byte for byte', () => {
    const registered = ['https://app.example/callback']
    expect(isRegisteredRedirect(registered, 'https://app.example/callback')).toBe(true)
    for (const other of [
      'https://app.example/callback/',
      'https://app.example/callback?',
      'https://APP.example/callback',
      'https://app.example:443/callback',
      'https://app.example/a/../callback',
      'https://app.example/call%62ack',
      'http://app.example/callback',
    ])
      expect(isRegisteredRedirect(registered, other), other).toBe(false)
  })

  it('lets the port of a loopback address differ, and nothing else (RFC 8252 §7.3)', () => {
    const registered = ['http://localhost:1234/cb?a=1', 'http://[::1]/cb']
    expect(isRegisteredRedirect(registered, 'http://localhost/cb?a=1')).toBe(true)
    expect(isRegisteredRedirect(registered, 'http://localhost:65535/cb?a=1')).toBe(true)
    expect(isRegisteredRedirect(registered, 'http://[::1]:77/cb')).toBe(true)
    for (const other of [
      'http://localhost:1234/cb?a=2',
      'http://localhost:1234/cb',
      'http://127.0.0.1:1234/cb?a=1',
      'http://localhost:1234/x/../cb?a=1',
      'https://localhost:1234/cb?a=1',
      'http://localhost:1234@evil.example/cb?a=1',
      'http://localhost:99999/cb?a=1',
      'http://localhost.evil.example:1234/cb?a=1',
    ])
      expect(isRegisteredRedirect(registered, other), other).toBe(false)
  })

  it('keeps the port of any other address', () => {
    expect(isRegisteredRedirect(['https://a.example:1/cb'], 'https://a.example:2/cb')).toBe(false)
  })
})
