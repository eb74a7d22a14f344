import { describe, expect, it } from 'vitest'
import { fieldKind, fromLocalMoment, toLocalMoment } from './field-kind.ts'

describe('fieldKind()', () => {
  it.each([
    [{ format: 'date-time' }, 'startsAt', 'moment'],
    [{ format: 'date' }, 'body', 'line'],
    [{ format: 'password' }, 'key', 'secret'],
    [{ writeOnly: true }, 'key', 'secret'],
    [{ maxLength: 2000 }, 'title', 'lines'],
    [{ maxLength: 80 }, 'body', 'line'],
    [{}, 'body', 'lines'],
    [{}, 'title', 'line'],
  ])('asks for %j named %s by %s', (schema, name, kind) => {
    expect(fieldKind(schema, name)).toBe(kind)
  })
})

describe('a moment in the form', () => {
  it('is written on the clock of the reader and sent with its zone', () => {
    const sent = fromLocalMoment('2026-12-01T10:30')
    expect(sent).toMatch(/^2026-1[12]-\d\dT\d\d:\d\d:00\.000Z$/)
    expect(toLocalMoment(sent)).toBe('2026-12-01T10:30')
  })

  it('is nothing while it is not filled in', () => {
    expect(fromLocalMoment('')).toBeUndefined()
    expect(toLocalMoment(undefined)).toBe('')
    expect(toLocalMoment('soon')).toBe('')
  })
})
