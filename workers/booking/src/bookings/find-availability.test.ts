import { describe, expect, it } from 'vitest'
import { freeBetween } from './find-availability.ts'

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 23, 8, minutes))
const span = (from: number, to: number) => ({ startsAt: at(from), endsAt: at(to) })

describe('freeBetween()', () => {
  it.each([
    ['nothing is held', [], [span(0, 120)]],
    ['the middle is held', [span(30, 60)], [span(0, 30), span(60, 120)]],
    ['the begin is held', [span(0, 60)], [span(60, 120)]],
    ['the end is held', [span(60, 120)], [span(0, 60)]],
    ['two follow each other', [span(30, 60), span(60, 90)], [span(0, 30), span(90, 120)]],
    ['everything is held', [span(0, 120)], []],
    ['a gap is too short', [span(0, 50), span(60, 90)], [span(90, 120)]],
  ])('finds what is left when %s', (_case, busy, free) => {
    expect(freeBetween(busy, span(0, 120), 15)).toEqual(free)
  })
})
