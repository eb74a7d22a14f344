import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decompressP384 } from './p384-point.ts'
import { parseProofRecord, type ProofKey } from './proof-record.ts'
import { verifySignature } from './verify-signature.ts'

const base64 = (bytes: number) => Buffer.alloc(bytes, 7).toString('base64')

describe('parseProofRecord()', () => {
  it.each([
    `v=MCPv1; k=ed25519; p=${base64(32)}`,
    `v=MCPv1;k=ed25519;p=${base64(32)}`,
    ` v=MCPv1;  k=ed25519;  p=${base64(32)};\n`,
    `v=MCPv1; k=ed25519; p=${base64(32).replace(/=+$/, '')}`,
  ])('reads %j in one spelling', (text) => {
    expect(parseProofRecord(text)?.text).toBe(`v=MCPv1; k=ed25519; p=${base64(32)}`)
  })

  it.each([
    '',
    'v=spf1 -all',
    `v=MCPv2; k=ed25519; p=${base64(32)}`,
    `k=ed25519; p=${base64(32)}`,
    `v=MCPv1; k=rsa; p=${base64(32)}`,
    `v=MCPv1; k=ed25519; p=${base64(31)}`,
    `v=MCPv1; k=ed25519; p=${base64(49)}`,
    `v=MCPv1; k=ecdsap384; p=${base64(32)}`,
    'v=MCPv1; k=ed25519; p=!!!',
    'v=MCPv1; k=ed25519; p=',
    `v=MCPv1; k=ed25519; p=${base64(32)}; x=1`,
    `v=MCPv1; k=ed25519; p=${base64(32)}${' '.repeat(2000)}`,
  ])('refuses %j', (text) => {
    expect(parseProofRecord(text)).toBeUndefined()
  })

  it('never throws, whatever a stranger publishes', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseProofRecord(text)))
    fc.assert(fc.property(fc.string(), (p) => void parseProofRecord(`v=MCPv1; k=ed25519; p=${p}`)))
  })
})

/** The whole point of a key of Node's, and the compressed one of its record. */
function points(key: KeyObject): { whole: Buffer; compressed: Buffer } {
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  const [left, right] = [Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]
  const prefix = Buffer.of(2 + ((right.at(-1) ?? 0) % 2))
  return {
    whole: Buffer.concat([Buffer.of(4), left, right]),
    compressed: Buffer.concat([prefix, left]),
  }
}

describe('decompressP384()', () => {
  it('finds the point again, for whatever key', () => {
    for (let count = 0; count < 20; count += 1) {
      const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' })
      const { whole, compressed } = points(publicKey)
      expect(Buffer.from(decompressP384(compressed) ?? [])).toEqual(whole)
    }
  })

  it.each([
    ['too short', Buffer.alloc(48, 2)],
    ['another prefix', Buffer.concat([Buffer.of(4), Buffer.alloc(48, 1)])],
    ['not of the field', Buffer.concat([Buffer.of(2), Buffer.alloc(48, 255)])],
  ])('refuses a point that is %s', (_what, bytes) => {
    expect(decompressP384(bytes)).toBeUndefined()
  })

  it('refuses an x without a point on the curve', () => {
    const none = Array.from({ length: 40 }, (_, x) =>
      decompressP384(Buffer.concat([Buffer.of(2), Buffer.alloc(47), Buffer.of(x)])),
    )
    expect(none.filter((point) => point === undefined).length).toBeGreaterThan(5)
  })
})

describe('verifySignature()', () => {
  const text = '2026-11-23T08:00:00Z'
  const edwards = generateKeyPairSync('ed25519')
  const curve = generateKeyPairSync('ec', { namedCurve: 'P-384' })
  const ed25519: ProofKey = {
    algorithm: 'ed25519',
    publicKey: new Uint8Array(edwards.publicKey.export({ format: 'der', type: 'spki' })).slice(-32),
    text: '',
  }
  const p384: ProofKey = {
    algorithm: 'ecdsap384',
    publicKey: new Uint8Array(points(curve.publicKey).compressed),
    text: '',
  }
  const byEdwards = new Uint8Array(sign(null, Buffer.from(text), edwards.privateKey))
  const byCurve = (hash: string, dsaEncoding: 'ieee-p1363' | 'der' = 'ieee-p1363') =>
    new Uint8Array(sign(hash, Buffer.from(text), { key: curve.privateKey, dsaEncoding }))

  it.each<[string, boolean, ProofKey, Uint8Array<ArrayBuffer>, string]>([
    ['Ed25519', true, ed25519, byEdwards, text],
    ['P-384', true, p384, byCurve('sha384'), text],
    ['Ed25519 over another text', false, ed25519, byEdwards, '2026-11-23T08:00:01Z'],
    ['P-384 over another text', false, p384, byCurve('sha384'), `${text} `],
    ['P-384 over SHA-256', false, p384, byCurve('sha256'), text],
    ['P-384 in DER', false, p384, byCurve('sha384', 'der'), text],
    ['one of the other algorithm', false, ed25519, byCurve('sha384'), text],
    ['one cut short', false, ed25519, byEdwards.slice(1), text],
    ['nothing', false, p384, new Uint8Array(), text],
    ['zeros', false, p384, new Uint8Array(96), text],
    ['one by the zero key', false, { ...ed25519, publicKey: new Uint8Array(32) }, byEdwards, text],
  ])('judges %s: %s', async (_what, isGood, key, signature, signed) => {
    expect(await verifySignature(key, { text: signed, signature })).toBe(isGood)
  })
})
