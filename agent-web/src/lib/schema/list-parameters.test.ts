import { describe, expect, it } from 'vitest'
import { listParameters } from './list-parameters.ts'

describe('listParameters()', () => {
  it('lists the required ones first, each with its type in words', () => {
    const schema = {
      type: 'object',
      properties: {
        note: { anyOf: [{ type: 'string' }, { type: 'null' }], description: 'For the host' },
        room: { enum: ['Fuji', 'Biwa'] },
        startsAt: { type: 'string', format: 'date-time' },
        who: { type: 'array', items: { type: 'string' } },
      },
      required: ['room', 'startsAt'],
    }
    expect(listParameters(schema)).toEqual([
      { name: 'room', type: '"Fuji" | "Biwa"', isRequired: true, description: undefined },
      { name: 'startsAt', type: 'string (date-time)', isRequired: true, description: undefined },
      { name: 'note', type: 'string', isRequired: false, description: 'For the host' },
      { name: 'who', type: 'string[]', isRequired: false, description: undefined },
    ])
  })

  it.each([undefined, null, 'x', {}, { properties: [] }])('lists nothing for %j', (schema) => {
    expect(listParameters(schema)).toEqual([])
  })
})
