import { describe, expect, it } from 'vitest'
import { collapseNullable } from './collapse-nullable.ts'

describe('collapseNullable()', () => {
  it('turns "this or null" into "this", and keeps what stands beside it', () => {
    const schema = {
      description: 'How often',
      anyOf: [{ type: 'string', enum: ['daily', 'weekly'] }, { type: 'null' }],
      default: null,
    }
    expect(collapseNullable(schema)).toEqual({
      description: 'How often',
      type: 'string',
      enum: ['daily', 'weekly'],
      default: null,
    })
  })

  it('turns a list of types with null into the one type', () => {
    expect(collapseNullable({ type: ['integer', 'null'], enum: [1, 2, null] })).toEqual({
      type: 'integer',
      enum: [1, 2],
    })
  })

  it('reaches into properties, items and definitions', () => {
    const nullable = { anyOf: [{ type: 'string' }, { type: 'null' }] }
    const plain = { type: 'string' }
    expect(
      collapseNullable({
        properties: { a: nullable, list: { type: 'array', items: nullable } },
        $defs: { b: nullable },
      }),
    ).toEqual({
      properties: { a: plain, list: { type: 'array', items: plain } },
      $defs: { b: plain },
    })
  })

  it('leaves a real choice as it is', () => {
    const choice = { oneOf: [{ type: 'string' }, { type: 'integer' }, { type: 'null' }] }
    expect(collapseNullable(choice)).toEqual(choice)
  })

  it('does not read values as schemas', () => {
    const schema = {
      enum: [{ type: ['string', 'null'] }],
      default: { anyOf: [1, { type: 'null' }] },
    }
    expect(collapseNullable(schema)).toEqual(schema)
  })
})
