import { describe, expect, it } from 'vitest'
import { checkArguments } from './check-arguments.ts'

const schema = {
  type: 'object',
  properties: {
    room: { type: 'string', minLength: 2 },
    people: { type: 'integer', minimum: 1, maximum: 12 },
    who: { type: 'array', items: { type: 'string', format: 'email' } },
    either: { anyOf: [{ type: 'string' }, { type: 'integer', minimum: 10 }] },
  },
  required: ['room'],
  additionalProperties: false,
}

function failures(value: unknown) {
  return checkArguments(schema, value).map(({ location, keyword, bound, property }) =>
    [location, keyword, bound, property].filter(Boolean).join(' '),
  )
}

describe('checkArguments()', () => {
  it('finds nothing in arguments that fit', () => {
    expect(failures({ room: 'Fuji', people: 4, who: ['a@example.com'], either: 'x' })).toEqual([])
  })

  it('names the property that is missing', () => {
    expect(failures({})).toEqual(['# required room'])
  })

  it('says each failure once, at its own place, with the bound', () => {
    expect(failures({ room: 'F', people: 40, who: ['a@example.com', 'nobody'] })).toEqual([
      '#/room minLength 2',
      '#/people maximum 12',
      '#/who/1 format',
    ])
  })

  it('says a choice that nothing fits once', () => {
    expect(failures({ room: 'Fuji', either: 3 })).toEqual(['#/either anyOf'])
  })

  it('finds what the tool does not take', () => {
    expect(failures({ room: 'Fuji', colour: 'red' })).toEqual(['#/colour false'])
  })

  it.each([
    ['a schema that is no schema', 'x'],
    ['an address that cannot be resolved', { $ref: 'https://example.com/schema.json' }],
    ['a broken pattern', { properties: { a: { type: 'string', pattern: '(' } } }],
  ])('leaves %s to the server', (_what, broken) => {
    expect(checkArguments(broken, { a: 'b' })).toEqual([])
  })
})
