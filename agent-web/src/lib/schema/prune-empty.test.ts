import { describe, expect, it } from 'vitest'
import { pruneEmpty } from './prune-empty.ts'

const schema = {
  properties: {
    tags: { type: 'array' },
    must: { type: 'array' },
    deep: { type: 'object', properties: { list: { type: 'array' } } },
  },
  required: ['must'],
}

describe('pruneEmpty()', () => {
  it('leaves out what nobody filled', () => {
    expect(pruneEmpty({ tags: [], deep: { list: [] }, note: undefined }, schema)).toEqual({})
  })

  it('keeps an empty list that is demanded', () => {
    expect(pruneEmpty({ must: [] }, schema)).toEqual({ must: [] })
  })

  it.each([null, false, 0, ''])('keeps %j, which is a value', (value) => {
    expect(pruneEmpty({ value }, schema)).toEqual({ value })
  })
})
