import { describe, expect, it } from 'vitest'
import { isNewer, isVersion } from './version.ts'

describe('isVersion()', () => {
  it.each(['1.0.0', 'v2', '2026-11-22', '0.0.1-beta.1', 'x86', '1.0.0+build'])(
    'takes %s',
    (text) => {
      expect(isVersion(text)).toBe(true)
    },
  )

  it.each([
    'latest',
    '^1.0.0',
    '~1.2',
    '>=1',
    '1.x',
    '1.*',
    '*',
    '1.0 - 2.0',
    '1 || 2',
    'a b',
    '..',
  ])('refuses %s', (text) => {
    expect(isVersion(text)).toBe(false)
  })
})

describe('isNewer()', () => {
  it.each([
    ['1.0.1', '1.0.0', true],
    ['1.0.0', '1.0.1', false],
    ['1.10.0', '1.9.0', true],
    ['1.0.0', '1.0.0', false],
    ['1.0.0', '1.0.0-beta', true],
    ['1.0.0-beta', '1.0.0', false],
    ['1.0.0-beta.11', '1.0.0-beta.2', true],
    ['1.0.0-beta.2', '1.0.0-beta', true],
    ['1.0.0-1', '1.0.0-a', false],
    ['1.0.0+later', '1.0.0', false],
    ['v1.0.1', '1.0.0', true],
    ['1.0.0', 'anything', true],
    ['anything', '1.0.0', false],
    ['second', 'first', true],
    ['first', 'second', true],
  ])('%s after %s: %s', (version, latest, expected) => {
    expect(isNewer(version, latest)).toBe(expected)
  })
})
