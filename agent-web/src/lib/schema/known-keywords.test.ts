import { convert } from '@sjsf/form/converters/draft-2020-12'
import { expect, it } from 'vitest'

import { knownKeywords } from './known-keywords.ts'

const choice = { type: 'string', enum: ['a'] }
const strange = { ...choice, enumNames: ['A'], 'x-order': 1, nullable: true }

it('a keyword of nobody’s standard breaks no form, wherever it stands', () => {
  const schema = (inner: object) => ({
    type: 'object',
    properties: {
      room: inner,
      rooms: { type: 'array', items: inner },
      either: { anyOf: [inner, true] },
      'x-order': { $ref: '#/$defs/room' },
    },
    $defs: { room: inner },
    additionalProperties: false,
  })
  expect(knownKeywords(schema(strange))).toEqual(schema(choice))
  expect(convert(Object(knownKeywords(schema(strange))))).toMatchObject({ type: 'object' })
})

it('keeps values as they are, whatever their keys', () => {
  const schema = { default: { 'x-order': 1 }, examples: [{ nullable: true }], const: { y: 1 } }
  expect(knownKeywords(schema)).toEqual(schema)
})

it('begins no list by places that nobody has filled in', () => {
  const place = { type: 'array', prefixItems: [{ type: 'number' }], items: false, minItems: 1 }
  expect(knownKeywords({ properties: { place } })).toEqual({
    properties: { place: { type: 'array' } },
  })
})
