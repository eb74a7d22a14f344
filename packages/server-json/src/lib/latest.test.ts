import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareVersions, findLatest, isLatestOf, isSemantic, isVersionRange } from '../index.ts'

const number = fc.nat({ max: 30 })
const semantic = fc
  .tuple(number, number, number, fc.constantFrom('', '-alpha', '-beta.2', '-beta.11', '+build'))
  .map(([major, minor, patch, rest]) => `${major}.${minor}.${patch}${rest}`)
const other = fc.constantFrom('2026-11-23', 'nightly', '1.0', 'v7', '1.2.3.4')
const dated = fc.record({
  version: fc.oneof(semantic, other),
  publishedAt: fc
    .date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true })
    .map((date) => date.toISOString()),
})

describe('compareVersions()', () => {
  it.each([
    ['1.0.1', '1.0.0'],
    ['1.10.0', '1.9.0'],
    ['1.0.0', '1.0.0-beta'],
    ['1.0.0-beta.11', '1.0.0-beta.2'],
    ['1.0.0-beta.2', '1.0.0-beta'],
    ['1.0.0-a', '1.0.0-1'],
    ['v1.0.1', '1.0.0'],
    ['0.0.1', '2026-11-23'],
    ['99999999999999999999.0.0', '99999999999999999998.0.0'],
  ])('puts %s above %s', (later, earlier) => {
    expect(compareVersions({ version: later }, { version: earlier })).toBeGreaterThan(0)
    expect(compareVersions({ version: earlier }, { version: later })).toBeLessThan(0)
  })

  it('puts two that are not semantic by their publication', () => {
    const first = { version: 'second', publishedAt: '2026-01-01T00:00:00Z' }
    const second = { version: 'first', publishedAt: '2026-01-02T00:00:00Z' }
    expect(compareVersions(second, first)).toBeGreaterThan(0)
  })

  it('is an order', () => {
    fc.assert(
      fc.property(dated, dated, dated, (a, b, c) => {
        expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0)
        if (compareVersions(a, b) >= 0 && compareVersions(b, c) >= 0)
          expect(compareVersions(a, c)).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})

describe('findLatest()', () => {
  it('finds the one that no other is later than, in any order, and a semantic one before others', () => {
    fc.assert(
      fc.property(fc.array(dated, { minLength: 1 }), (versions) => {
        const latest = findLatest(versions)
        expect(latest && isLatestOf(latest, versions)).toBe(true)
        expect(compareVersions(findLatest(versions.toReversed()) ?? dead, latest ?? dead)).toBe(0)
        if (versions.some(({ version }) => isSemantic(version)))
          expect(isSemantic(latest?.version ?? '')).toBe(true)
      }),
    )
    expect(findLatest([])).toBeUndefined()
  })
})

const dead = { version: '' }

describe('isVersionRange()', () => {
  it('takes no semantic version for a range', () => {
    fc.assert(fc.property(semantic, (version) => void expect(isVersionRange(version)).toBe(false)))
  })

  it('knows each form of range', () => {
    const range = fc.oneof(
      fc
        .tuple(fc.constantFrom('^', '~', '>', '<', '>=', '<=', '='), semantic)
        .map((parts) => parts.join('')),
      fc.tuple(semantic, semantic).map((parts) => parts.join(' - ')),
      fc.tuple(semantic, semantic).map((parts) => parts.join(' || ')),
      fc.tuple(number, fc.constantFrom('x', 'X', '*')).map((parts) => parts.join('.')),
      fc.tuple(number, number, fc.constantFrom('x', 'X', '*')).map((parts) => parts.join('.')),
    )
    fc.assert(fc.property(range, (version) => void expect(isVersionRange(version)).toBe(true)))
  })

  it.each(['2026-11-23', 'x86', 'v2', '1.0.0-x.1', 'next', '1.0.0-rc.x'])(
    'takes %s for one version',
    (version) => {
      expect(isVersionRange(version)).toBe(false)
    },
  )
})
