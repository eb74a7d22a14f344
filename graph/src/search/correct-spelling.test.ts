import { describe, expect, it } from 'vitest'
import { correctSpelling, typingDistance } from './correct-spelling.ts'

describe('correctSpelling()', () => {
  it.each([
    ['notoin', ['com.notion/mcp Notion'], 'notion'],
    ['calender', ['Google Calendar', 'Calling'], 'calendar'],
    ['githb', ['GitHub'], 'github'],
    ['com.notionn/mcp', ['com.notion/mcp Notion'], 'com.notion/mcp'],
  ])('takes %s for a word that stands in a name', (word, names, expected) => {
    expect(correctSpelling(word, names)).toBe(expected)
  })

  it.each([
    ['too short to tell', 'git', ['gif']],
    ['two errors in a short word', 'slock', ['slate']],
    ['something else', 'weather', ['Calendar']],
    ['nothing to choose from', 'weather', []],
  ])('leaves alone: %s', (_, word, names) => {
    expect(correctSpelling(word, names)).toBeUndefined()
  })

  it('prefers fewer errors, then the more similar name', () => {
    expect(correctSpelling('calandar', ['calendars', 'calendar', 'calander'])).toBe('calendar')
  })
})

describe('typingDistance()', () => {
  it.each([
    ['room', 'room', 0],
    ['room', 'rooms', 1],
    ['room', 'orom', 1],
    ['room', 'roam', 1],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
  ])('from %j to %j is %d', (from, to, distance) => {
    expect(typingDistance(from, to)).toBe(distance)
    expect(typingDistance(to, from)).toBe(distance)
  })
})
