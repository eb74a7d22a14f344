import { describe, expect, it } from 'vitest'
import { createMac, createSealer } from './sealer.ts'

describe('createSealer()', () => {
  const sealer = createSealer('a secret', 'storage')

  it('opens what it sealed, and seals the same text differently each time', async () => {
    const [one, two] = await Promise.all([sealer.seal('text', 'row'), sealer.seal('text', 'row')])
    expect(one).not.toBe(two)
    expect(one).not.toContain('text')
    expect(await sealer.open(one, 'row')).toBe('text')
  })

  it.each([
    [
      'another secret',
      async (envelope: string) => createSealer('other', 'storage').open(envelope, 'row'),
    ],
    [
      'another purpose',
      async (envelope: string) => createSealer('a secret', 'forms').open(envelope, 'row'),
    ],
    ['another row', async (envelope: string) => sealer.open(envelope, 'other row')],
    [
      'a changed envelope',
      async (envelope: string) => sealer.open(`${envelope.slice(0, -2)}AA`, 'row'),
    ],
    [
      'another version',
      async (envelope: string) => sealer.open(envelope.replace('v1', 'v2'), 'row'),
    ],
    ['nonsense', async () => sealer.open('v1.x', 'row')],
  ])('refuses %s', async (_name, open) => {
    const envelope = await sealer.seal('a longer text that is hidden', 'row')
    await expect(open(envelope)).rejects.toMatchObject({ code: 'ERR_SEALED_ELSEWHERE' })
  })
})

describe('a sealer with a secret of today and one before it', () => {
  const before = createSealer('a secret', 'storage')
  const both = createSealer(['a new secret', 'a secret'], 'storage')
  const after = createSealer('a new secret', 'storage')

  it('seals with the one of today, and opens what either sealed', async () => {
    const envelope = await both.seal('text', 'row')
    expect(await after.open(envelope, 'row')).toBe('text')
    expect(await both.open(await before.seal('old', 'row'), 'row')).toBe('old')
    await expect(before.open(envelope, 'row')).rejects.toMatchObject({
      code: 'ERR_SEALED_ELSEWHERE',
    })
  })

  it('renews what the older one sealed, and nothing else', async () => {
    const renewed = await both.renew(await before.seal('text', 'row'), 'row')
    expect(await after.open(renewed ?? '', 'row')).toBe('text')
    expect(await both.renew(renewed ?? '', 'row')).toBeUndefined()
    await expect(
      both.renew(await createSealer('a third', 'storage').seal('x', 'row'), 'row'),
    ).rejects.toMatchObject({ code: 'ERR_SEALED_ELSEWHERE' })
  })
})

describe('createMac()', () => {
  it('signs the same text the same, and by secret and purpose', async () => {
    const signature = await createMac('a secret', 'forms').sign('text')
    expect(await createMac('a secret', 'forms').sign('text')).toBe(signature)
    expect(await createMac('a secret', 'other').sign('text')).not.toBe(signature)
    expect(await createMac('other', 'forms').sign('text')).not.toBe(signature)
  })

  it('knows its signatures, and those of the secret before it', async () => {
    const signature = await createMac('a secret', 'forms').sign('text')
    const { sign, isSigned } = createMac(['a new secret', 'a secret'], 'forms')
    expect(await sign('text')).toBe(await createMac('a new secret', 'forms').sign('text'))
    expect(await isSigned('text', await sign('text'))).toBe(true)
    expect(await isSigned('text', signature)).toBe(true)
    expect(await isSigned('other', signature)).toBe(false)
    expect(await isSigned('text', '')).toBe(false)
    expect(await createMac('a new secret', 'forms').isSigned('text', signature)).toBe(false)
  })
})
