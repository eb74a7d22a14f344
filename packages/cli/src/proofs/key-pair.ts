import {
  createECDH,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  type KeyObject,
} from 'node:crypto'
import { CliError } from '../lib/cli-error.ts'

/** How a key signs proofs, as its record names it. */
export type KeyAlgorithm = 'ed25519' | 'ecdsap384'

/** What a PKCS #8 document of an Ed25519 key begins with; its 32 secret bytes follow (RFC 8410 §7). */
const ED25519_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')

/** Makes a new private key. */
export function createKey(algorithm: KeyAlgorithm): KeyObject {
  return algorithm === 'ed25519'
    ? generateKeyPairSync('ed25519').privateKey
    : generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey
}

/**
 * Reads a private key: PEM, or its secret bytes in hexadecimal digits, as publishers of other registries keep them
 * (32 bytes for Ed25519, 48 for P-384).
 *
 * @throws CliError
 */
export function parseKey(text: string): KeyObject {
  const key = readKey(text.trim())
  if (key && algorithmOf(key)) return key
  throw new CliError(
    'ERR_BAD_KEY',
    'Cannot read the private key: it must be Ed25519 or P-384, as PEM or in hexadecimal digits; make one with "toolgraph key"',
  )
}

function readKey(text: string): KeyObject | undefined {
  try {
    if (/^[0-9a-f]{64}$/i.test(text)) {
      const der = Buffer.concat([ED25519_PREFIX, Buffer.from(text, 'hex')])
      return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    }
    if (/^[0-9a-f]{96}$/i.test(text)) return fromScalar(Buffer.from(text, 'hex'))
    return createPrivateKey(text)
  } catch {
    return undefined
  }
}

function fromScalar(secret: Buffer): KeyObject {
  const curve = createECDH('secp384r1')
  curve.setPrivateKey(secret)
  const point = curve.getPublicKey()
  const part = (from: number, to: number) => point.subarray(from, to).toString('base64url')
  const jwk = {
    kty: 'EC',
    crv: 'P-384',
    x: part(1, 49),
    y: part(49, 97),
    d: secret.toString('base64url'),
  }
  return createPrivateKey({ key: jwk, format: 'jwk' })
}

function algorithmOf({
  asymmetricKeyType,
  asymmetricKeyDetails,
}: KeyObject): KeyAlgorithm | undefined {
  if (asymmetricKeyType === 'ed25519') return 'ed25519'
  return asymmetricKeyDetails?.namedCurve === 'secp384r1' ? 'ecdsap384' : undefined
}

/** Writes what publishes the key: a TXT record of the domain, or a file on its host. */
export function toRecord(privateKey: KeyObject): string {
  const algorithm = algorithmOf(privateKey) ?? 'ed25519'
  const { x = '', y = '' } = createPublicKey(privateKey).export({ format: 'jwk' })
  const bytes = Buffer.from(x, 'base64url')
  const odd = (Buffer.from(y, 'base64url').at(-1) ?? 0) % 2
  const publicKey = algorithm === 'ed25519' ? bytes : Buffer.concat([Buffer.of(2 + odd), bytes])
  return `v=MCPv1; k=${algorithm}; p=${publicKey.toString('base64')}`
}

/** Signs a text: 64 bytes by Ed25519; R and S, 96 bytes, over SHA-384 by P-384. In hexadecimal digits. */
export function signText(privateKey: KeyObject, text: string): string {
  const isEdwards = algorithmOf(privateKey) === 'ed25519'
  const options = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const
  return sign(isEdwards ? null : 'sha384', Buffer.from(text), options).toString('hex')
}
