import { describe, expect, it } from 'vitest'
import { freshForSeconds } from './freshness.ts'

const NOW = Date.parse('Thu, 26 Nov 2026 10:00:00 GMT')
const BOUNDS = { least: 60, most: 86_400, unsaid: 3_600 }

describe('freshForSeconds()', () => {
  it.each<[rule: string, headers: Record<string, string>, seconds: number]>([
    ['nothing said: our own default', {}, 3600],
    ['max-age (RFC 9111 §5.2.2.1)', { 'cache-control': 'public, max-age=600' }, 600],
    ['names in any case', { 'cache-control': 'Max-Age=600' }, 600],
    ['a quoted value', { 'cache-control': 'max-age="600"' }, 600],
    ['s-maxage before max-age (§5.2.2.10)', { 'cache-control': 'max-age=9, s-maxage=700' }, 700],
    ['the first of two', { 'cache-control': 'max-age=600, max-age=700' }, 600],
    ['less than a minute', { 'cache-control': 'max-age=0' }, 60],
    ['more than a day', { 'cache-control': 'max-age=999999999' }, 86_400],
    ['no number', { 'cache-control': 'max-age=soon' }, 60],
    ['no-store (§5.2.2.5)', { 'cache-control': 'no-store, max-age=600' }, 60],
    ['no-cache (§5.2.2.4)', { 'cache-control': 'no-cache' }, 60],
    ['private (§5.2.2.7)', { 'cache-control': 'private, max-age=600' }, 60],
    ['Age (§5.1)', { 'cache-control': 'max-age=600', age: '100' }, 500],
    ['an Age past the end', { 'cache-control': 'max-age=600', age: '700' }, 60],
    ['Expires (§5.3)', { expires: 'Thu, 26 Nov 2026 10:10:00 GMT' }, 600],
    [
      'Expires by the clock of the answer',
      { expires: 'Thu, 26 Nov 2026 09:10:00 GMT', date: 'Thu, 26 Nov 2026 09:00:00 GMT' },
      600,
    ],
    ['an Expires of "0"', { expires: '0' }, 60],
    ['an Expires in the past', { expires: 'Thu, 26 Nov 2026 09:00:00 GMT' }, 60],
    [
      'max-age before Expires',
      { 'cache-control': 'max-age=600', expires: 'Thu, 26 Nov 2026 10:50:00 GMT' },
      600,
    ],
  ])('%s', (_rule, headers, seconds) => {
    expect(freshForSeconds(new Headers(headers), BOUNDS, NOW)).toBe(seconds)
  })
})
