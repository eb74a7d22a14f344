import { expect, it } from 'vitest'
import { readArgs } from './read-args.ts'

const TOOL = {
  name: 'book',
  description: '',
  annotations: {},
  inputSchema: {
    type: 'object',
    properties: {
      room: { type: 'string' },
      seats: { type: 'integer' },
      quiet: { type: 'boolean' },
      note: { anyOf: [{ type: 'string' }, { type: 'null' }] },
      limit: { anyOf: [{ type: 'number' }, { type: 'null' }] },
      tags: { type: 'array', items: { type: 'string' } },
      sizes: { type: 'array', items: { type: 'integer' } },
      guest: { type: 'object' },
      floor: { enum: [1, 2] },
    },
  },
}

it.each([
  [['room=101'], { room: '101' }],
  [['room=a=b'], { room: 'a=b' }],
  [['seats=4'], { seats: 4 }],
  [['quiet=true'], { quiet: true }],
  [['note=null'], { note: 'null' }],
  [['limit=null'], { limit: null }],
  [['tags=a', 'tags=b'], { tags: ['a', 'b'] }],
  [['tags=["a","b"]'], { tags: ['a', 'b'] }],
  [['sizes=1', 'sizes=2'], { sizes: [1, 2] }],
  [['guest={"name":"Ben"}'], { guest: { name: 'Ben' } }],
  [['floor=2'], { floor: 2 }],
  [['unknown=x'], { unknown: 'x' }],
])('reads %s', (pairs, args) => {
  expect(readArgs({ pairs }, TOOL)).toEqual(args)
})

it('lets a pair go before the JSON', () => {
  const json = '{ "room": "a", "seats": 1 }'
  expect(readArgs({ pairs: ['seats=2'], json }, TOOL)).toEqual({ room: 'a', seats: 2 })
})

it.each([[['room']], [['=x']], [['seats=many']], [['room=a', 'room=b']]])('refuses %s', (pairs) => {
  expect(() => readArgs({ pairs }, TOOL)).toThrow('Cannot read the arguments')
})
