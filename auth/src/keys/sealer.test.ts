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

describe('createMac()', () => {
  it('signs the same text the same, and by secret and purpose', async () => {
    const mac = await createMac('a secret', 'forms')('text')
    expect(await createMac('a secret', 'forms')('text')).toBe(mac)
    expect(await createMac('a secret', 'other')('text')).not.toBe(mac)
    expect(await createMac('other', 'forms')('text')).not.toBe(mac)
  })
})
