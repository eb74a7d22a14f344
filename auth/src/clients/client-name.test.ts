import { expect, it } from 'vitest'
import { toClientName } from './client-name.ts'

it.each([
  ['Claude', 'Claude'],
  ['  two\n\nlines\t', 'two lines'],
  ['right\u202Eto\u2066left', 'right to left'],
  ['zero\u200Bwidth\uFEFF', 'zero width'],
  ['予約アプリ', '予約アプリ'],
  ['e\u0301', '\u00e9'],
  ['\u0000\u200b', ''],
])('turns %j into %j', (name, shown) => {
  expect(toClientName(name)).toBe(shown)
})

it('bounds a name without cutting a character in two', () => {
  const name = toClientName('👩'.repeat(200))
  expect([...name]).toHaveLength(80)
  expect(name.endsWith('👩…')).toBe(true)
})
