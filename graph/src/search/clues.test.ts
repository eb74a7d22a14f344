import { describe, expect, it } from 'vitest'
import { dropPastedData, readClues } from './clues.ts'

describe('readClues()', () => {
  it.each([
    ['read /home/user/word/exchange.docx', ['word', 'document', 'docx']],
    ['slides as talk.pptx', ['presentation', 'slide', 'powerpoint']],
    ['sum up sales_2026.xlsx', ['excel', 'spreadsheet', 'sheet']],
    ['save it to /home/user/report.md', ['file', 'write']],
    ['open notes.txt', ['file', 'read']],
    ['everything under /home/user/pdf', ['directory']],
    ['a page in Next.js', []],
    ['version 1.2.3 of com.example/weather', []],
  ])('hears in "%s" the words %j', (wish, words) => {
    expect(readClues(wish).words).toEqual(words)
  })

  it('keeps the site of an address and nothing else of it', () => {
    const { text } = readClues('summarize https://www.youtube.com/watch?v=arj7oStGLkU please')
    expect(text).toBe('summarize  youtube url  please')
  })
})

describe('dropPastedData()', () => {
  it.each([
    [`iVBORw0KGgo${'A'.repeat(100)}`, ' image '],
    [`data:image/jpeg;base64,/9j/${'A'.repeat(100)}==`, ' image '],
    [`JVBERi0${'A'.repeat(100)}`, ' pdf document '],
    ['A'.repeat(100), '  '],
    ['short words stay', 'short words stay'],
  ])('takes %.30s… for "%s"', (wish, text) => {
    expect(dropPastedData(wish)).toBe(text)
  })
})
