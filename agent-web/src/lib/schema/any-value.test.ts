import { expect, it } from 'vitest'

import { fromAnyText, isAnyValue, toAnyText } from './any-value.ts'

const either = { anyOf: [{ type: 'string' }, { type: 'integer' }] }
const listed = { type: 'object', properties: { a: {} } }

it.each([
  [{}, true],
  [true, true],
  [{ description: 'Whatever' }, true],
  [either, true],
  [{ type: ['string', 'number'] }, true],
  [{ type: 'object' }, true],
  [{ type: 'object', additionalProperties: {} }, true],
  [{ type: 'array' }, true],
  [{ type: 'array', items: {} }, true],
  [{ type: 'object', additionalProperties: { type: 'string' } }, false],
  [{ type: 'object', additionalProperties: false }, false],
  [{ type: 'array', items: { type: 'string' } }, false],
  [{ type: 'array', prefixItems: [{ type: 'number' }] }, true],
  [{ anyOf: [{ type: 'string' }, listed] }, false],
  [{ anyOf: [{ type: 'string', enum: ['a'] }, { type: 'string' }] }, false],
  [{ type: 'string' }, false],
  [{ enum: ['a', 1] }, false],
  [{ const: 1 }, false],
  [{ $ref: '#/$defs/a' }, false],
  [listed, false],
])('whether %j is filled in as a value of JSON: %j', (schema, expected) => {
  expect(isAnyValue(schema)).toBe(expected)
})

it.each([
  ['', {}, undefined],
  ['hello', {}, 'hello'],
  ['12', {}, 12],
  ['"12"', {}, '12'],
  ['007', {}, '007'],
  ['{ "a": [1] }', {}, { a: [1] }],
  ['{ "a": ', { type: 'object' }, '{ "a": '],
  ['12', either, 12],
  ['1.5', either, '1.5'],
  ['true', either, 'true'],
])('the text %j for %j means %j', (text, schema, expected) => {
  expect(fromAnyText(text, schema)).toEqual(expected)
})

it.each(['hello', '12', 12, true, null, { a: 1 }, [1, 'a'], undefined])(
  'shows %j so that it is read again as the same',
  (value) => {
    expect(fromAnyText(toAnyText(value, {}), {})).toEqual(value)
  },
)
