import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toAnnouncements } from './to-announcements.ts'

const announce = (topic: string, payload: unknown, audience?: string) =>
  toAnnouncements({ topic, payload, audience }).map((one) => [one.kind, one.audiences])
const change = (severity: string, toolName = 'a') => ({ toolName, kind: 'changed', severity })

describe('toAnnouncements()', () => {
  it.each<[string, unknown, string | undefined, unknown]>([
    [
      'incident',
      { kind: 'opened', state: 'down' },
      undefined,
      ['server_failing', ['owners', 'linked']],
    ],
    [
      'incident',
      { kind: 'closed', state: 'open' },
      undefined,
      ['server_recovered', ['owners', 'linked']],
    ],
    ['tools', { changes: [change('warning')] }, undefined, ['tools_changed', ['owners']]],
    [
      'tools',
      { changes: [change('notice'), change('breaking'), change('warning')] },
      undefined,
      ['tools_changed', ['owners', 'linked']],
    ],
    ['server', { kind: 'withdrawn' }, undefined, ['server_withdrawn', ['linked']]],
    [
      'health',
      { before: 'open', reading: { state: 'gated' } },
      undefined,
      ['sign_in_needed', ['linkedOpenly']],
    ],
    [
      'connection',
      { kind: 'needs_sign_in', connectionId: 'c' },
      'aiko',
      ['sign_in_needed', [{ subject: 'aiko' }]],
    ],
  ])('tells of %s %j', (topic, payload, audience, announcement) => {
    expect(announce(topic, payload, audience)).toEqual([announcement])
  })

  it.each([
    ['health', { before: 'open', reading: { state: 'down' } }],
    ['tools', { changes: [change('notice'), change('none')] }],
    ['server', { kind: 'updated' }],
    ['connection', { kind: 'synced', connectionId: 'c' }],
    ['notification', { notificationId: 'n' }],
  ])('keeps %s %j to subscribers', (topic, payload) => {
    expect(announce(topic, payload, 'aiko')).toEqual([])
  })

  it('names the worst of many tools first, and not all of them', () => {
    const changes = [...Array.from({ length: 20 }, () => change('notice')), change('breaking', 'b')]
    const [announcement] = toAnnouncements({
      topic: 'tools',
      payload: { changes },
      audience: undefined,
    })

    expect(announcement?.payload).toMatchObject({ severity: 'breaking' })
    expect(announcement?.payload['tools']).toHaveLength(10)
    expect(announcement?.payload['tools']).toContainEqual(change('breaking', 'b'))
  })

  it('makes nothing of what it does not understand', () => {
    const topics = fc.constantFrom('health', 'incident', 'tools', 'server', 'connection', 'x')
    fc.assert(
      fc.property(topics, fc.jsonValue(), (topic, payload) => {
        expect(announce(topic, payload)).toEqual([])
      }),
    )
  })
})
