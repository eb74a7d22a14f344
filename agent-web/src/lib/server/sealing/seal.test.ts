import { describe, expect, it } from 'vitest'

import { createSealer, parseSealKeys } from './seal.ts'
import { createSecret, hashSecret } from './secret.ts'

const first = { id: 'k1', bytes: new Uint8Array(32).fill(1) }
const second = { id: 'k2', bytes: new Uint8Array(32).fill(2) }

describe('createSealer()', () => {
  it('opens what it sealed, for the same identity', async () => {
    const sealer = await createSealer([first])
    const envelope = await sealer.seal('トークン', 'aiko|server-1')

    expect(envelope).toMatch(/^v1\.k1\.[\w-]{16}\.[\w-]+$/)
    expect(await sealer.open(envelope, 'aiko|server-1')).toEqual({ ok: true, value: 'トークン' })
  })

  it('does not open for another identity, so that rows cannot be swapped', async () => {
    const sealer = await createSealer([first])
    const envelope = await sealer.seal('token', 'aiko|server-1')

    expect(await sealer.open(envelope, 'ben|server-1')).toEqual({ ok: false, failure: 'forged' })
  })

  it('seals the same text differently each time', async () => {
    const sealer = await createSealer([first])
    expect(await sealer.seal('token', 'a')).not.toBe(await sealer.seal('token', 'a'))
  })

  it('opens old envelopes after a new key was put first', async () => {
    const envelope = await (await createSealer([first])).seal('token', 'a')
    const rotated = await createSealer([second, first])

    expect(await rotated.open(envelope, 'a')).toEqual({ ok: true, value: 'token' })
    expect(rotated.isStale(envelope)).toBe(true)
    expect(rotated.isStale(await rotated.seal('token', 'a'))).toBe(false)
  })

  it('says when the key is gone', async () => {
    const envelope = await (await createSealer([first])).seal('token', 'a')
    const other = await createSealer([second])
    expect(await other.open(envelope, 'a')).toEqual({ ok: false, failure: 'unknown_key' })
  })

  it.each(['', 'v1', 'v2.k1.AAAA.AAAA', 'v1.k1..AAAA', 'v1.k1.AA AA.AAAA', 'v1.k1.AAAA.AAAA.AAAA'])(
    'refuses the malformed envelope %j',
    async (envelope) => {
      const sealer = await createSealer([first])
      expect(await sealer.open(envelope, 'a')).toEqual({ ok: false, failure: 'malformed' })
    },
  )

  it('notices a changed byte', async () => {
    const sealer = await createSealer([first])
    const envelope = await sealer.seal('token', 'a')
    const last = envelope.endsWith('A') ? 'B' : 'A'
    const [version, id, iv, text = ''] = envelope.split('.')
    const forged = [version, id, iv, last + text.slice(1)].join('.')
    const opened = await sealer.open(forged === envelope ? `${envelope}AAAA` : forged, 'a')
    expect(opened).toEqual({ ok: false, failure: 'forged' })
  })
})

describe('parseSealKeys()', () => {
  const key = 'A'.repeat(43)

  it('reads several keys in their order', () => {
    expect(parseSealKeys(`new:${key}, old:${key}`).map(({ id }) => id)).toEqual(['new', 'old'])
  })

  it.each([
    ['no id', key],
    ['a short key', 'k1:AAAA'],
    ['an empty text', ''],
    ['an id twice', `k:${key},k:${key}`],
  ])('refuses %s without repeating it', (_what, text) => {
    expect(() => parseSealKeys(text)).toThrow(/^Cannot read the sealing key/)
  })
})

describe('createSecret()', () => {
  it('gives 256 bits that are stored as a hash', async () => {
    const secret = createSecret()
    expect(secret).toMatch(/^[\w-]{43}$/)
    expect(await hashSecret(secret)).toMatch(/^[0-9a-f]{64}$/)
    expect(createSecret()).not.toBe(secret)
  })
})
