import { SignJWT, UnsecuredJWT, generateKeyPair } from 'jose'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createTokenVerifier } from '../index.ts'
import { createTestIssuer, type TestTokenOptions } from '../testing.ts'

const resource = 'https://booking.test/mcp'

async function setUp() {
  const clock = { now: Date.UTC(2026, 10, 22) }
  const now = () => clock.now
  const issuer = await createTestIssuer({ now })
  const { issuer: name, fetch } = issuer
  const verifier = createTokenVerifier({ issuer: name, resource, fetch, now })
  return { clock, issuer, verifier }
}

describe('createTokenVerifier()', () => {
  it('reads who acts, through which client, with which scopes', async () => {
    const { issuer, verifier } = await setUp()
    const scopes = ['booking:read', 'booking:write']
    const token = await issuer.token({
      resource,
      scopes,
      subject: 'aiko',
      clientId: 'agent',
      claims: { name: 'Aiko', act: { sub: 'graph' } },
    })

    expect(await verifier.verify(token)).toMatchObject({
      ok: true,
      value: {
        token,
        subject: 'aiko',
        clientId: 'agent',
        scopes,
        resource,
        name: 'Aiko',
        actor: 'graph',
      },
    })
  })

  it('reads of a chain of actors the one that acts now (RFC 8693 §4.1)', async () => {
    const { issuer, verifier } = await setUp()
    const claims = { act: { sub: 'order', act: { sub: 'graph' } } }
    const token = await issuer.token({ resource, claims })
    expect(await verifier.verify(token)).toMatchObject({ ok: true, value: { actor: 'order' } })
  })

  it('takes a token with several audiences if this resource is one of them', async () => {
    const { issuer, verifier } = await setUp()
    const token = await issuer.token({
      resource,
      claims: { aud: ['https://other.test', resource] },
    })

    expect(await verifier.verify(token)).toMatchObject({ ok: true })
  })

  it.each<[string, string, Partial<TestTokenOptions>]>([
    ['for another resource', 'audience_mismatch', { resource: 'https://other.test/mcp' }],
    ['for a longer address', 'audience_mismatch', { resource: `${resource}.evil.test` }],
    ['for this address with a slash', 'audience_mismatch', { resource: `${resource}/` }],
    ['of another issuer', 'issuer_mismatch', { claims: { iss: 'https://evil.test' } }],
    ['that has expired', 'expired', { expiresIn: -31 }],
    ['that is not valid yet', 'not_yet_valid', { claims: { nbf: Date.UTC(2026, 10, 23) / 1000 } }],
    ['without an end', 'claims_invalid', { claims: { exp: undefined } }],
    ['without a subject', 'claims_invalid', { claims: { sub: undefined } }],
    ['without an audience', 'claims_invalid', { claims: { aud: [] } }],
    ['without an id', 'claims_invalid', { claims: { jti: undefined } }],
    ['without a client', 'claims_invalid', { claims: { client_id: '' } }],
    ['that is an ID token', 'type_not_allowed', { header: { typ: 'JWT' } }],
    ['signed by an unknown key', 'unknown_key', { header: { kid: 'nobody' } }],
  ])('RFC 9068 §4: refuses a token %s', async (_case, reason, options) => {
    const { issuer, verifier } = await setUp()
    const token = await issuer.token({ resource, ...options })

    expect(await verifier.verify(token)).toMatchObject({ ok: false, failure: { reason } })
  })

  it('RFC 8725 §3.1: refuses an unsigned token (alg none)', async () => {
    const { issuer, verifier } = await setUp()
    const token = new UnsecuredJWT({ sub: 'aiko', client_id: 'x' })
      .setIssuer(issuer.issuer)
      .setAudience(resource)
      .setExpirationTime('1h')
      .encode()

    expect(await verifier.verify(token)).toMatchObject({
      ok: false,
      failure: { reason: 'algorithm_not_allowed', got: 'none' },
    })
  })

  it('RFC 8725 §3.1: refuses a token that was signed with the public key as an HMAC secret', async () => {
    const { issuer, verifier } = await setUp()
    const secret = new TextEncoder().encode(JSON.stringify(issuer.publicKey))
    const token = await new SignJWT({ sub: 'aiko', client_id: 'x' })
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: String(issuer.publicKey.kid) })
      .setIssuer(issuer.issuer)
      .setAudience(resource)
      .setExpirationTime('1h')
      .sign(secret)

    expect(await verifier.verify(token)).toMatchObject({
      ok: false,
      failure: { reason: 'algorithm_not_allowed', got: 'HS256' },
    })
  })

  it('RFC 8725 §3.3: refuses a token that another key signed under a known key id', async () => {
    const { issuer, verifier } = await setUp()
    const { privateKey } = await generateKeyPair('ES256')
    const token = await new SignJWT({ sub: 'aiko', client_id: 'x' })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: String(issuer.publicKey.kid) })
      .setIssuer(issuer.issuer)
      .setAudience(resource)
      .setExpirationTime('1h')
      .sign(privateKey)

    expect(await verifier.verify(token)).toMatchObject({
      ok: false,
      failure: { reason: 'signature_invalid' },
    })
  })

  it.each(['', 'x', 'a.b', 'a.b.c', 'e30.e30.', 'é.é.é'])('refuses %j', async (token) => {
    const { verifier } = await setUp()
    expect(await verifier.verify(token)).toMatchObject({ ok: false })
  })

  it('asks the issuer for nothing when the token is of a wrong kind', async () => {
    const { issuer, verifier } = await setUp()
    await verifier.verify(await issuer.token({ resource, header: { typ: 'JWT' } }))
    expect(issuer.requests).toEqual([])
  })
})

describe('the keys of an issuer', () => {
  it('are read once for many tokens', async () => {
    const { issuer, verifier } = await setUp()
    for (let count = 0; count < 5; count += 1)
      await verifier.verify(await issuer.token({ resource }))
    expect(issuer.requests).toHaveLength(2)
  })

  it('are read again for an unknown key id, at most every 30 seconds', async () => {
    const { clock, issuer, verifier } = await setUp()
    await verifier.verify(await issuer.token({ resource }))
    await issuer.rotate()
    const token = await issuer.token({ resource })

    expect(await verifier.verify(token)).toMatchObject({ failure: { reason: 'unknown_key' } })
    clock.now += 30_001
    expect(await verifier.verify(token)).toMatchObject({ ok: true })

    const forged = await issuer.token({ resource, header: { kid: 'nobody' } })
    const before = issuer.requests.length
    for (let count = 0; count < 5; count += 1) await verifier.verify(forged)
    expect(issuer.requests).toHaveLength(before)
  })

  it('serve on for an hour while the issuer is down', async () => {
    const { clock, issuer, verifier } = await setUp()
    await verifier.verify(await issuer.token({ resource }))
    issuer.fail(true)

    clock.now += 59 * 60_000
    expect(await verifier.verify(await issuer.token({ resource }))).toMatchObject({ ok: true })
    clock.now += 2 * 60_000
    expect(await verifier.verify(await issuer.token({ resource }))).toMatchObject({
      failure: { reason: 'issuer_unreachable' },
    })
  })

  it('are not taken from a document that names another issuer', async () => {
    const { issuer } = await setUp()
    const fetch: typeof globalThis.fetch = async () =>
      Response.json({ issuer: 'https://evil.test', jwks_uri: 'https://evil.test/jwks' })
    const verifier = createTokenVerifier({ issuer: issuer.issuer, resource, fetch })

    expect(await verifier.verify(await issuer.token({ resource }))).toMatchObject({
      failure: { reason: 'issuer_unreachable' },
    })
  })
})

describe('a token that was good', () => {
  afterEach(() => void vi.restoreAllMocks())

  it('costs one signature, however often it comes', async () => {
    const { issuer, verifier } = await setUp()
    const token = await issuer.token({ resource, subject: 'aiko' })
    const verify = vi.spyOn(crypto.subtle, 'verify')
    const first = await verifier.verify(token)
    for (let count = 0; count < 5; count += 1) {
      expect(await verifier.verify(token)).toEqual(first)
    }
    expect(verify).toHaveBeenCalledTimes(1)
  })

  it('is refused as soon as it has expired', async () => {
    const { clock, issuer, verifier } = await setUp()
    const token = await issuer.token({ resource, expiresIn: 60 })
    expect(await verifier.verify(token)).toMatchObject({ ok: true })

    clock.now += 89_000
    expect(await verifier.verify(token)).toMatchObject({ ok: true })
    clock.now += 1_000
    expect(await verifier.verify(token)).toMatchObject({ failure: { reason: 'expired' } })
  })

  it('has its signature verified again when the keys of the issuer were read again', async () => {
    const { clock, issuer, verifier } = await setUp()
    const token = await issuer.token({ resource, expiresIn: 3600 })
    const verify = vi.spyOn(crypto.subtle, 'verify')
    await verifier.verify(token)
    clock.now += 11 * 60_000
    expect(await verifier.verify(token)).toMatchObject({ ok: true })
    expect(verify).toHaveBeenCalledTimes(2)
  })

  it('is refused when its key has left the key set of the issuer', async () => {
    const { clock, issuer } = await setUp()
    let isWithdrawn = false
    const fetch: typeof globalThis.fetch = async (input, init) =>
      isWithdrawn && String(input).endsWith('jwks.json')
        ? Response.json({ keys: [] })
        : issuer.fetch(input, init)
    const options = { issuer: issuer.issuer, resource, fetch, now: () => clock.now }
    const verifier = createTokenVerifier(options)
    const token = await issuer.token({ resource, expiresIn: 3600 })
    expect(await verifier.verify(token)).toMatchObject({ ok: true })

    isWithdrawn = true
    clock.now += 11 * 60_000
    expect(await verifier.verify(token)).toMatchObject({ failure: { reason: 'unknown_key' } })
  })

  it('gives each caller scopes of its own', async () => {
    const { issuer, verifier } = await setUp()
    const token = await issuer.token({ resource, scopes: ['a:read'] })
    const first = await verifier.verify(token)
    if (first.ok) first.value.scopes.push('a:write')
    expect(await verifier.verify(token)).toMatchObject({ value: { scopes: ['a:read'] } })
  })

  it('makes room for others when a thousand are remembered', async () => {
    const { issuer, verifier } = await setUp()
    const first = await issuer.token({ resource })
    await verifier.verify(first)
    for (let count = 0; count < 1_000; count += 1) {
      await verifier.verify(await issuer.token({ resource }))
    }
    const verify = vi.spyOn(crypto.subtle, 'verify')
    expect(await verifier.verify(first)).toMatchObject({ ok: true })
    expect(verify).toHaveBeenCalledTimes(1)
  })
})
