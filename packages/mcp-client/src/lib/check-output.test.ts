import { describe, expect, it } from 'vitest'
import { checkOutput } from './check-output.ts'

const object = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more })

describe('checkOutput()', () => {
  it.each([
    [true, object({ a: { type: 'number' } }), { a: 1 }],
    [false, object({ a: { type: 'number' } }), { a: 'x' }],
    [false, object({ a: {} }, { required: ['a'] }), {}],
    [
      true,
      object({ pattern: { type: 'string' } }, { additionalProperties: false }),
      { pattern: 'x' },
    ],
    [true, { $defs: { n: { type: 'number' } }, ...object({ a: { $ref: '#/$defs/n' } }) }, { a: 1 }],
  ])('is %s for %j and %j', (fits, schema, value) => {
    expect(checkOutput(schema, value)).toBe(fits)
  })

  it('runs no regular expression of the server', () => {
    const schema = object({ a: { type: 'string', pattern: '^(a+)+$' } })

    expect(checkOutput(schema, { a: `${'a'.repeat(60)}!` })).toBe(true)
  })

  it('does not tell where a schema could ask for endless steps, or is none', () => {
    const self = { $ref: '#' }

    expect(checkOutput({ anyOf: [self, self], type: 'object' }, {})).toBeUndefined()
    expect(checkOutput({ $ref: 'https://evil.example/schema' }, {})).toBeUndefined()
    expect(checkOutput(object({ a: { const: 'x'.repeat(40_000) } }), {})).toBeUndefined()
    expect(checkOutput({ type: 7 }, {})).not.toBe(true)
  })
})
