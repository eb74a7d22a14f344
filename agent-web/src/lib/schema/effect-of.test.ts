import { describe, expect, it } from 'vitest'
import { effectOf, isDestructive } from './effect-of.ts'

describe('effectOf()', () => {
  it.each([
    [{ readOnlyHint: true, destructiveHint: true }, 'read'],
    [{ readOnlyHint: false }, 'write'],
    [{ destructiveHint: false }, 'write'],
    [{ title: 'x' }, 'other'],
    [{ readOnlyHint: 'true' }, 'other'],
    [null, 'other'],
  ])('reads %j as %s', (annotations, effect) => {
    expect(effectOf(annotations)).toBe(effect)
  })
})

describe('isDestructive()', () => {
  it('believes only a plain yes', () => {
    expect(isDestructive({ destructiveHint: true })).toBe(true)
    expect(isDestructive({ destructiveHint: 1 })).toBe(false)
    expect(isDestructive(undefined)).toBe(false)
  })
})
