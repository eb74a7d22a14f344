import { describe, expect, it } from 'vitest'
import { keyWords, shapeOf, titleOf } from './value-shape.ts'

describe('shapeOf()', () => {
  it('shows records of the same kind as a table', () => {
    const rows = [
      { room: 'Fuji', free: true },
      { room: 'Biwa', seats: 4 },
    ]
    expect(shapeOf(rows)).toEqual({ kind: 'table', columns: ['room', 'free', 'seats'], rows })
  })

  it('shows records with more inside them as a list', () => {
    expect(shapeOf([{ room: { name: 'Fuji' } }])).toMatchObject({ kind: 'list' })
  })

  it.each([null, undefined, '', [], {}])('shows %j as nothing', (value) => {
    expect(shapeOf(value)).toEqual({ kind: 'nothing' })
  })

  it('does not dress numbers up: 2026 may be a year', () => {
    expect(shapeOf(2026)).toEqual({ kind: 'plain', text: '2026' })
  })
})

describe('keyWords()', () => {
  it.each([
    ['startsAt', 'Starts at'],
    ['starts_at', 'Starts at'],
    ['id', 'Id'],
    ['__', '__'],
  ])('reads %s as "%s"', (key, words) => {
    expect(keyWords(key)).toBe(words)
  })
})

describe('titleOf()', () => {
  it("prefers the schema's own title", () => {
    const schema = { properties: { id: { title: 'Booking number' } } }
    expect(titleOf(schema, 'id')).toBe('Booking number')
    expect(titleOf(schema, 'toString')).toBe('To string')
  })
})
