import { describe, expect, it } from 'vitest'

import { toReturnPath, withParameter } from './return-path.ts'

describe('toReturnPath()', () => {
  it.each(['/connections', '/servers/dev.toolgraph/booking?x=1', '/ja/history/abc'])(
    'keeps the path %j',
    (path) => {
      expect(toReturnPath(path, 'http://localhost:4000')).toBe(path)
    },
  )

  it.each([
    null,
    '',
    'connections',
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    '/\t/evil.example/',
    'javascript:alert(1)',
  ])('leads home instead of to %j', (given) => {
    expect(toReturnPath(given, 'http://localhost:4000')).toBe('/')
  })
})

describe('withParameter()', () => {
  it('adds a parameter to a path that has some', () => {
    expect(withParameter('/connections/1?linked=1', 'problem', 'timed_out')).toBe(
      '/connections/1?linked=1&problem=timed_out',
    )
  })
})
