import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'

/** A key pair as `toolgraph` makes it, with the record that publishes it. */
export interface Key {
  record: string
  sign(text: string): string
}

/** Makes a key that signs by Ed25519. */
export function edwardsKey(): Key {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
  return {
    record: `v=MCPv1; k=ed25519; p=${raw.toString('base64')}`,
    sign: (text) => sign(null, Buffer.from(text), privateKey).toString('hex'),
  }
}

/** Makes a key that signs by P-384. */
export function curveKey(): Key {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' })
  return {
    record: `v=MCPv1; k=ecdsap384; p=${compressed(publicKey).toString('base64')}`,
    sign: (text) => {
      const options = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const
      return sign('sha384', Buffer.from(text), options).toString('hex')
    },
  }
}

function compressed(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  const odd = (Buffer.from(y, 'base64url').at(-1) ?? 0) % 2
  return Buffer.concat([Buffer.of(2 + odd), Buffer.from(x, 'base64url')])
}

let last = 0
/** A moment of the last five seconds, another each time: a signed one is good once. */
export function moment(): string {
  last = Math.max(Date.now() - 5000, last + 1)
  return new Date(last).toISOString()
}

/** Proves a domain, in the words of the registry API. */
export function domainProof(domain: string, key: Key, timestamp = moment()) {
  return { domain, timestamp, signed_timestamp: key.sign(timestamp) }
}

/** A `server.json` of the least that the standard takes. */
export const serverJson = (name: string, other: object = {}) => ({
  $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
  name,
  description: 'Does what it says',
  version: '1.0.0',
  ...other,
})
