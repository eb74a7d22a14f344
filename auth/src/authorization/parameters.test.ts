import { describe, expect, it } from 'vitest'
import { parseParameters, parseScope } from './parameters.ts'

describe('parseParameters()', () => {
  it('counts a parameter without a value as absent', () => {
    expect(parseParameters(new URLSearchParams('a=&b=1')).parameters).toEqual({ b: '1' })
  })

  it('names what repeats and keeps the first', () => {
    const { parameters, repeated } = parseParameters(new URLSearchParams('a=1&a=2&b=3'))
    expect([parameters, repeated]).toEqual([{ a: '1', b: '3' }, ['a']])
  })

  it.each(['a=&a=2', 'a=1&a=', 'a=&a='])(
    'counts %j as repeated, with or without a value',
    (query) => {
      expect(parseParameters(new URLSearchParams(query)).repeated).toEqual(['a'])
    },
  )

  it('has no names but those that came', () => {
    const { parameters } = parseParameters(new URLSearchParams('__proto__=x'))
    expect(parameters['constructor']).toBeUndefined()
    expect(Object.keys(parameters)).toEqual(['__proto__'])
  })
})

describe('parseScope()', () => {
  it.each([
    [undefined, []],
    ['', []],
    ['a', ['a']],
    ['a  b a', ['a', 'b']],
    ['a"b', undefined],
    ['a\\b', undefined],
    ['a\tb', undefined],
    ['ü', undefined],
    ['x'.repeat(201), undefined],
    [Array.from({ length: 101 }, (_, index) => `s${index}`).join(' '), undefined],
  ])('reads %j', (scope, names) => {
    expect(parseScope(scope)).toEqual(names)
  })
})
