import { describe, expect, it } from 'vitest'
import { createEmailCode, hashEmailCode, parseEmailCode, showEmailCode } from './email-code.ts'

describe('createEmailCode()', () => {
  it('makes eight digits, hardly ever the same', () => {
    const codes = Array.from({ length: 2_000 }, createEmailCode)
    for (const code of codes) expect(code).toMatch(/^\d{8}$/)
    expect(new Set(codes).size).toBeGreaterThan(1_990)
    expect(new Set(codes.map(([first]) => first)).size).toBe(10)
  })
})

describe('parseEmailCode()', () => {
  it.each([
    ['12345678', '12345678'],
    [showEmailCode('00345678'), '00345678'],
    [' 1234-5678\n', '12345678'],
    ['１２３４　５６７８', '12345678'],
    ['1234\u200b5678', '12345678'],
    ['1234567', undefined],
    ['123456789', undefined],
    ['1234567a', undefined],
    ['', undefined],
    ['1'.repeat(100_000), undefined],
  ])('reads %j as %j', (text, code) => {
    expect(parseEmailCode(text)).toBe(code)
  })
})

it('binds the hash of a code to its ticket', async () => {
  expect(await hashEmailCode('one', '12345678')).not.toBe(await hashEmailCode('two', '12345678'))
})
