import { expect, it } from 'vitest'

import { toUiSchema } from './to-ui-schema.ts'

it('shows the labels of choices, alone, in lists and in groups', () => {
  const choice = { enum: ['a', 1], enumNames: ['会議室A', '一'] }
  const schema = {
    properties: {
      room: choice,
      rooms: { type: 'array', items: choice },
      trip: { type: 'object', properties: { room: choice, note: { type: 'string' } } },
      either: { anyOf: [choice, { type: 'number' }] },
    },
  }
  const labels = { 'ui:options': { enumNames: ['会議室A', '一'] } }
  expect(toUiSchema(schema)).toEqual({
    room: labels,
    rooms: { ...labels, items: labels },
    trip: { room: labels, note: {} },
    either: {
      anyOf: [labels, {}],
      combinationFieldOptionSelector: {
        'ui:options': { select: { 'aria-label': 'Variant of Either' } },
      },
    },
  })
})

it.each([
  [{ enum: ['a', 'b'], enumNames: ['A'] }, { 'ui:options': { enumNames: ['A', 'b'] } }],
  [{ enum: ['a'], enumNames: [{ html: 'A' }] }, { 'ui:options': { enumNames: ['a'] } }],
  [{ enum: ['a'], enumNames: 'A' }, {}],
  [{ enumNames: ['A'] }, {}],
  ['nonsense', {}],
])('shows %j as what it says, and nothing but text', (schema, expected) => {
  expect(toUiSchema(schema)).toEqual(expected)
})

it('asks for JSON where a value may be anything, but never for all arguments together', () => {
  const open = { type: 'object', properties: { any: {}, list: { type: 'array', items: {} } } }
  const asJson = { 'ui:components': expect.objectContaining({ objectField: 'unknownField' }) }
  expect(toUiSchema(open)).toEqual({ any: asJson, list: asJson })
  expect(toUiSchema({ type: 'object' })).toEqual({})
})
