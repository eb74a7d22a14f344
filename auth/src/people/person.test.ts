import { expect, it } from 'vitest'
import { parseEmail, parsePersonName } from './person.ts'

it.each([
  ['Me@Example.COM', 'me@example.com'],
  [' me@example.com\n', 'me@example.com'],
  ['名前@例え.テスト', '名前@例え.テスト'],
  ['me+tag@sub.example.com', 'me+tag@sub.example.com'],
  ['me@localhost', undefined],
  ['me@@example.com', undefined],
  ['me@example.com, you@example.com', undefined],
  ['"<me>"@example.com', undefined],
  ['me@example.com,you', undefined],
  ['me@example.com>', undefined],
  ['me@example..com', undefined],
  ['me@exam\u200bple.com', undefined],
  [`${'x'.repeat(250)}@example.com`, undefined],
  ['', undefined],
])('reads the address %j as %j', (text, email) => {
  expect(parseEmail(text)).toBe(email)
})

it.each([
  ['Aiko  Tanaka', 'Aiko Tanaka'],
  ['田中 愛子', '田中 愛子'],
  ['\u202Eevil', 'evil'],
  [' \u200b', undefined],
  ['x'.repeat(81), undefined],
])('reads the name %j as %j', (text, name) => {
  expect(parsePersonName(text)).toBe(name)
})
