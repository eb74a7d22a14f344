import { describe, expect, it } from 'vitest'
import {
  formatDay,
  formatDuration,
  formatLength,
  formatMoment,
  formatRelative,
  formatShare,
  isMoment,
} from './moment.ts'

const NOON = '2026-11-22T12:00:00Z'

describe('formatMoment()', () => {
  it('writes a moment as the language does, in the given zone', () => {
    expect(formatMoment(NOON, 'en', 'UTC')).toMatch(/Nov 22, 2026, 12:00\sPM/)
    expect(formatMoment(NOON, 'ja', 'Asia/Tokyo')).toBe('2026/11/22 21:00')
  })
})

describe('formatDay()', () => {
  it('writes the day of the reader, not that of UTC', () => {
    expect(formatDay('2026-11-22T23:00:00Z', 'ja', 'Asia/Tokyo')).toBe('2026/11/23')
  })
})

describe('formatRelative()', () => {
  const now = Date.parse(NOON)

  it.each([
    ['2026-11-22T11:55:00Z', 'en', '5 minutes ago'],
    ['2026-11-22T11:55:00Z', 'ja', '5 分前'],
    ['2026-11-22T11:59:30Z', 'en', 'now'],
    ['2026-11-25T12:00:00Z', 'en', 'in 3 days'],
    ['2026-11-21T12:00:00Z', 'ja', '昨日'],
  ])('says %s in %s as "%s"', (moment, locale, words) => {
    expect(formatRelative(moment, locale, now)).toBe(words)
  })
})

describe('formatDuration()', () => {
  it.each([
    [84, 'en', '84 ms'],
    [1240, 'en', '1.2 sec'],
    [1240, 'ja', '1.2 秒'],
  ])('says %i ms in %s as "%s"', (milliseconds, locale, words) => {
    expect(formatDuration(milliseconds, locale)).toBe(words)
  })
})

describe('isMoment()', () => {
  it.each(['2026-11-22T12:00:00Z', '2026-11-22T12:00+09:00', '2026-11-22T12:00:00.123Z'])(
    'knows %s',
    (text) => expect(isMoment(text)).toBe(true),
  )

  it.each(['2026-11-22', '2026-11-22T12:00:00', '2026-13-45T99:00:00Z', '12:00', ''])(
    'refuses "%s"',
    (text) => expect(isMoment(text)).toBe(false),
  )
})

describe('formatLength()', () => {
  it.each([
    [20_000, 'en', '1 min'],
    [3 * 3_600_000, 'en', '3 hr'],
    [50 * 3_600_000, 'ja', '2 日'],
  ])('says %i ms in %s as "%s"', (milliseconds, locale, words) => {
    expect(formatLength(milliseconds, locale)).toBe(words)
  })
})

describe('formatShare()', () => {
  it.each([
    [1, '100%'],
    [0.9999, '99.9%'],
    [0.5, '50%'],
  ])('says %d as "%s"', (share, words) => {
    expect(formatShare(share, 'en')).toBe(words)
  })
})
