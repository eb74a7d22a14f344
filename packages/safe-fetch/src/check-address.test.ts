import { describe, expect, it } from 'vitest'
import { checkAddress, isPublicAddress } from './index.ts'
import { FORBIDDEN_ADDRESSES, FORBIDDEN_SCHEMES, FORBIDDEN_URLS } from './testing.ts'

const reason = (url: string, trusted?: string[]) => {
  const checked = checkAddress(url, trusted)
  return checked.ok ? 'ok' : checked.failure.reason
}

describe('isPublicAddress()', () => {
  it.each(FORBIDDEN_ADDRESSES)('refuses %s', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  it.each(['8.8.8.8', '1.0.0.1', '168.63.129.17', '2606:4700::1', '2001:4860:4860::8888'])(
    'accepts %s',
    (address) => {
      expect(isPublicAddress(address)).toBe(true)
    },
  )
})

describe('checkAddress()', () => {
  it.each(FORBIDDEN_URLS)('refuses %s as not public', (url) => {
    expect(reason(url)).toBe('not_public')
  })

  it.each(FORBIDDEN_SCHEMES)('refuses %s: not https', (url) => {
    expect(reason(url)).toBe('scheme')
  })

  it.each([
    'https://user@example.com/',
    'https://user:secret@example.com/',
    'https://:x@127.0.0.1/',
  ])('refuses credentials in %s', (url) => {
    expect(reason(url)).toBe('credentials')
  })

  it.each(['', 'example.com', '//example.com', 'https://', 'https://[::1', 'https://a b/'])(
    'refuses %j: not a URL',
    (url) => {
      expect(reason(url)).toBe('unparsable')
    },
  )

  it.each(['https://example.com/mcp', 'https://example.com:8443/', 'https://[2606:4700::1]/'])(
    'accepts %s',
    (url) => {
      expect(reason(url)).toBe('ok')
    },
  )

  it('exempts exactly the trusted origins, from the address and https checks only', () => {
    const trusted = ['http://localhost:4301']

    expect(reason('http://localhost:4301/mcp', trusted)).toBe('ok')
    expect(reason('http://localhost:4302/mcp', trusted)).toBe('scheme')
    expect(reason('https://localhost:4301/mcp', trusted)).toBe('not_public')
    expect(reason('http://localhost:4301.evil.example/', trusted)).toBe('unparsable')
    expect(reason('http://127.0.0.1:4301/', trusted)).toBe('scheme')
    expect(reason('http://user@localhost:4301/', trusted)).toBe('credentials')
    expect(reason('file://localhost/', ['null'])).toBe('scheme')
  })
})
