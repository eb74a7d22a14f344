import { describe, expect, it } from 'vitest'
import { nameWords } from './name-words.ts'

describe('nameWords()', () => {
  it.each([
    ['com.notion/mcp notion', ['notion', 'com', 'mcp']],
    ['next.js dev-tools', ['next.js', 'dev-tools', 'next', 'dev', 'tools']],
    ['Café 会議室 v2 2026', ['cafe']],
    ['naïve- a/b', ['naive']],
  ])('lists of "%s" what a misspelled word may be corrected to: %j', (name, words) => {
    expect(nameWords([name])).toEqual(words)
  })

  it('lists each word once, and none without end', () => {
    expect(nameWords(['notion notion', `Notion ${'x'.repeat(65)}`])).toEqual([
      'notion',
      'x'.repeat(64),
    ])
  })
})
