import { describe, expect, it } from 'vitest'
import { isCategory } from '../registry/categories.ts'
import { compareVersions } from '@toolgraph/server-json'
import { guessCategories } from './guess-categories.ts'
import { titleFromName } from '../registry/title-from-name.ts'

describe('compareVersions()', () => {
  it('puts versions in the order of SemVer, and every other below', () => {
    const ordered = [
      'latest-ish',
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-alpha.beta',
      '1.0.0-beta.2',
      '1.0.0-beta.11',
      '1.0.0',
      'v1.0.1',
      '1.2.0',
      '1.10.0',
      '99999999999999999999.0.0',
    ]
    const shuffled = ordered.toReversed()
    expect(shuffled.toSorted((a, b) => compareVersions({ version: a }, { version: b }))).toEqual(
      ordered,
    )
  })

  it.each(['1.0', '2025.11.17.0704', '{{VERSION}}', '1.0.1º', ''])(
    'ranks %j below 0.0.1',
    (version) => {
      expect(compareVersions({ version }, { version: '0.0.1' })).toBeLessThan(0)
    },
  )

  it('puts the later published of two others above', () => {
    const early = { version: 'b', publishedAt: '2025-01-01T00:00:00Z' }
    const late = { version: 'a', publishedAt: '2025-01-02T00:00:00Z' }
    expect(compareVersions(late, early)).toBeGreaterThan(0)
    expect(compareVersions(early, early)).toBe(0)
    expect(compareVersions({ version: 'x' }, { version: 'y' })).toBe(0)
  })
})

describe('titleFromName()', () => {
  it.each([
    ['com.notion/mcp', 'Notion'],
    ['com.cloudflare.mcp/mcp', 'Cloudflare'],
    ['com.vaadin/docs', 'Vaadin Docs'],
    ['io.github.acme/weather-forecast_mcp', 'Weather Forecast MCP'],
    ['com.example/pdfTools', 'pdfTools'],
    ['mcp/mcp', 'MCP'],
    ['no-slash', 'No Slash'],
    ['a/---', 'a/---'],
  ])('reads %s as %s', (name, title) => {
    expect(titleFromName(name)).toBe(title)
  })
})

describe('guessCategories()', () => {
  it.each([
    ['com.acme/postgres', 'Query your PostgreSQL database', 'databases'],
    ['com.acme/pay', 'Invoices and payments for online shops', 'commerce'],
    ['io.github.x/slack-mcp', 'Post messages to channels', 'communication'],
    ['io.github.x/jira', 'Track issues', 'project-management'],
    ['com.acme/hotels', 'Find hotels and flights', 'travel'],
  ])('guesses what %s is about', (names, description, category) => {
    expect(guessCategories({ names, description })[0]).toBe(category)
  })

  it('guesses nothing from nothing', () => {
    expect(guessCategories({ names: 'com.acme/x', description: 'A useful thing' })).toEqual([])
  })

  it('gives at most three, all of the vocabulary', () => {
    const description = 'sql stripe slack jira hotel figma github cloud security ai pdf news golf'
    const guessed = guessCategories({ names: '', description })
    expect(guessed.length).toBeLessThanOrEqual(3)
    expect(guessed.every(isCategory)).toBe(true)
  })
})
