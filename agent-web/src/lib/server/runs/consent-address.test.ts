import { describe, expect, it } from 'vitest'

import { consentAddress } from './consent-address.ts'

const ISSUER = 'https://issuer.example'
const ADDRESS = `${ISSUER}/delegation?client_id=order`
const metaOf = (consentUri: unknown, code = 'ERR_CONSENT_REQUIRED') => ({
  'dev.toolgraph/code': code,
  'dev.toolgraph/details': { consent_uri: consentUri },
})

describe('consentAddress()', () => {
  it('finds the page of the issuer where the person allowed the connection', () => {
    expect(consentAddress(metaOf(ADDRESS), ISSUER)).toBe(ADDRESS)
  })

  it.each([
    ['of another site', metaOf('https://evil.example/delegation'), ISSUER],
    ['of another port', metaOf('https://issuer.example:8443/delegation'), ISSUER],
    ['that is a program', metaOf('javascript:alert(1)'), ISSUER],
    ['that is none', metaOf(1), ISSUER],
    ['with another refusal', metaOf(ADDRESS, 'ERR_STOCK_SHORT'), ISSUER],
    ['of an open server', metaOf(ADDRESS), undefined],
    ['where nothing is said', undefined, ISSUER],
  ])('shows no address %s', (_what, meta, issuer) => {
    expect(consentAddress(meta, issuer)).toBeUndefined()
  })
})
