import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import type { TestIssuer, TestTokenOptions } from '../src/testing.ts'

/** What a good token would be for. */
interface Target {
  issuer: TestIssuer
  resource: string
  scopes: readonly string[]
  /** Milliseconds since the epoch. */
  now: number
}

type Forge = (target: Target) => Promise<string>

const signed =
  (change: Partial<TestTokenOptions>): Forge =>
  ({ issuer, resource, scopes }) =>
    issuer.token({ resource, scopes, ...change })

/** Tokens that no server may take: what they are, why they are refused, and how they are made. */
export const FORGED: readonly (readonly [name: string, reason: string, forge: Forge])[] = [
  ['for another audience', 'audience_mismatch', signed({ resource: 'https://other.test/mcp' })],
  [
    'for a longer address',
    'audience_mismatch',
    (target) => signed({ resource: `${target.resource}/` })(target),
  ],
  [
    'for its client, as an ID token is',
    'audience_mismatch',
    signed({ claims: { aud: 'client-1' } }),
  ],
  ['that has expired', 'expired', signed({ expiresIn: -60 })],
  [
    'that is not valid yet',
    'not_yet_valid',
    (target) => signed({ claims: { nbf: secondsOf(target) + 60 } })(target),
  ],
  ['of another issuer', 'issuer_mismatch', signed({ claims: { iss: 'https://evil.test' } })],
  ['of another type', 'type_not_allowed', signed({ header: { typ: 'JWT' } })],
  ['of an unknown key', 'unknown_key', signed({ header: { kid: 'nobody' } })],
  [
    'with alg none',
    'algorithm_not_allowed',
    async (target) => new UnsecuredJWT(claimsOf(target)).encode(),
  ],
  [
    'with HS256 and the public key as its secret',
    'algorithm_not_allowed',
    (target) =>
      sign(target, { alg: 'HS256' }, new TextEncoder().encode(JSON.stringify(publicKeyOf(target)))),
  ],
  [
    'with RS256',
    'algorithm_not_allowed',
    async (target) => sign(target, { alg: 'RS256' }, (await generateKeyPair('RS256')).privateKey),
  ],
  [
    'of another key under the name of a known one',
    'signature_invalid',
    async (target) => sign(target, { alg: 'ES256' }, (await generateKeyPair('ES256')).privateKey),
  ],
  [
    'of a key that it brings itself',
    'signature_invalid',
    async (target) => {
      const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true })
      return sign(target, { alg: 'ES256', jwk: await exportJWK(publicKey) }, privateKey)
    },
  ],
  ['that is no token', 'malformed', async () => 'abc'],
]

function sign(target: Target, header: { alg: string; jwk?: object }, key: CryptoKey | Uint8Array) {
  return new SignJWT(claimsOf(target))
    .setProtectedHeader({ typ: 'at+jwt', kid: String(publicKeyOf(target).kid), ...header })
    .sign(key)
}

function publicKeyOf({ issuer }: Target) {
  return issuer.publicKey
}

function claimsOf(target: Target) {
  const { issuer, resource, scopes } = target
  const times = { iat: secondsOf(target), exp: secondsOf(target) + 600 }
  const who = { sub: 'a', client_id: 'c', jti: 'j', scope: scopes.join(' ') }
  return { iss: issuer.issuer, aud: resource, ...who, ...times }
}

function secondsOf({ now }: Target): number {
  return Math.floor(now / 1000)
}
