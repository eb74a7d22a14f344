import { describe, expect, it } from 'vitest'

import { translateSchema } from './translate-schema.ts'

const schema = {
  type: 'object',
  title: 'Book',
  required: ['room'],
  properties: {
    room: { type: 'string', enum: ['a', 'b'], title: 'Room', description: 'Which room' },
    days: { type: 'array', title: 'Days', items: { type: 'string', enum: ['mo', 'tu'] } },
    floor: { anyOf: [{ type: 'string', enum: ['1'] }, { type: 'null' }] },
    guests: {
      type: 'array',
      items: { type: 'object', properties: { name: { type: 'string', title: 'Name' } } },
    },
  },
}

describe('translateSchema()', () => {
  it('puts titles, descriptions and labels where the paths say', () => {
    const texts = {
      room: { title: '部屋', options: { a: '会議室A' } },
      days: { title: '曜日', description: '曜日を選びます', options: { mo: '月', tu: '火' } },
      floor: { title: '階', options: { 1: '1階' } },
      'guests.name': { title: '名前' },
    }
    expect(translateSchema(schema, texts)).toEqual({
      ...schema,
      properties: {
        room: { ...schema.properties.room, title: '部屋', enumNames: ['会議室A', 'b'] },
        days: {
          type: 'array',
          title: '曜日',
          description: '曜日を選びます',
          items: { type: 'string', enum: ['mo', 'tu'], enumNames: ['月', '火'] },
        },
        floor: {
          title: '階',
          anyOf: [{ type: 'string', enum: ['1'], enumNames: ['1階'] }, { type: 'null' }],
        },
        guests: {
          type: 'array',
          items: { type: 'object', properties: { name: { type: 'string', title: '名前' } } },
        },
      },
    })
  })

  it.each([null, undefined, 'x', ['x'], { room: 'x' }, { room: { title: 3, options: 'x' } }])(
    'leaves the schema as it is for %j',
    (texts) => {
      expect(translateSchema(schema, texts)).toEqual(schema)
    },
  )

  it('puts other texts into each place of one definition', () => {
    const address = { type: 'object', properties: { city: { type: 'string', title: 'City' } } }
    const shared = {
      type: 'object',
      properties: {
        from: { $ref: '#/$defs/address' },
        to: { allOf: [{ $ref: '#/$defs/address' }] },
        via: { $ref: '#/$defs/address' },
      },
      $defs: { address },
    }
    const texts = { 'from.city': { title: '出発地' }, 'to.city': { title: '到着地' } }
    const named = (title: string) => ({
      ...address,
      properties: { city: { type: 'string', title } },
    })
    expect(translateSchema(shared, texts)).toEqual({
      ...shared,
      properties: {
        from: named('出発地'),
        to: { allOf: [named('到着地')] },
        via: { $ref: '#/$defs/address' },
      },
    })
  })

  it('ends for a schema that goes round in circles', () => {
    const circle = { anyOf: [{ $ref: '#/$defs/a' }, { $ref: '#/$defs/a' }, { $ref: '#/$defs/a' }] }
    const round = { ...circle, $defs: { a: circle, constructor: 3 } }
    const texts = { '': { title: 'a' }, 'a.b.c': { title: 'b' } }
    expect(JSON.stringify(translateSchema(round, texts)).length).toBeLessThan(100_000)
  })

  it('takes no texts from what every object inherits', () => {
    const odd = { type: 'object', properties: { constructor: { enum: ['toString'] } } }
    expect(translateSchema(odd, {})).toEqual(odd)
    expect(translateSchema(odd, { constructor: { options: {} } })).toEqual({
      type: 'object',
      properties: { constructor: { enum: ['toString'], enumNames: ['toString'] } },
    })
  })
})
