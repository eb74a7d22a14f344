import * as fc from 'fast-check'
import { compareVersions } from '@toolgraph/server-json'
import { describe, expect, it } from 'vitest'
import { Oddities } from './oddity.ts'
import { parseRecord } from './parse-record.ts'
import { planImport } from './plan-import.ts'
import {
  decideImport,
  keepHeld,
  type StandingServer,
  type StandingVersion,
} from './settle-import.ts'

type Status = StandingVersion['status']

/** `1.0.0`, `1.0.0 deleted`, `1.0.0 latest`, `1.0.0 deleted held`. */
function parse(text: string) {
  const [version = '', ...words] = text.split(' ')
  const status: Status = words.includes('deleted') ? 'deleted' : 'active'
  return { version, status, isLatest: words.includes('latest'), isHeld: words.includes('held') }
}

/** What becomes of a server that stands with some versions, the first of which its row follows, and is given others. */
function decide(standing: readonly string[], given: readonly string[]) {
  const oddities = new Oddities()
  const nameKey = 'com.example/server'
  const records = given.flatMap((text) => {
    const { version, status, isLatest } = parse(text)
    const official = { status, isLatest, publishedAt: '2026-01-01T00:00:00Z' }
    const record = {
      server: { name: nameKey, description: 'A', version },
      _meta: { 'io.modelcontextprotocol.registry/official': official },
    }
    return parseRecord(record, 'here', oddities) ?? []
  })
  const at = '2026-01-01T00:00:00Z'
  const dates = { publishedAt: at, statusChangedAt: at, statusMessage: null }
  const versions = standing.map((text) => ({ ...parse(text), ...dates }))
  const [first] = versions
  const known: StandingServer[] = first
    ? [{ nameKey, version: first.version, source: 'imported', baseUrl: null }]
    : []
  const stands = {
    servers: new Map(known.map((server) => [nameKey, server])),
    versions: new Map([[nameKey, versions]]),
  }
  const planned = keepHeld(planImport(records, oddities), stands, oddities)
  const decided = decideImport(planned, stands, oddities)
  const [server] = decided.servers
  const [turned] = decided.turnedBack
  if (server) return `${server.version} ${server.status}`
  if (turned) return `back to ${turned.version}`
  return decided.older.length > 0 ? 'stays' : 'nothing'
}

describe('keepHeld()', () => {
  it.each<[standing: string[], given: string[], becomes: string]>([
    [['1.0.0 deleted held'], ['1.0.0 latest'], '1.0.0 deleted'],
    [['1.0.0 deleted held'], ['1.1.0 latest'], '1.1.0 deleted'],
    [['1.0.0', '1.1.0 deleted held'], ['1.1.0 latest'], 'stays'],
    [['1.0.0', '1.1.0 deleted held'], ['1.2.0 latest'], '1.2.0 active'],
    [['1.1.0 deleted held', '1.0.0 deleted'], ['1.2.0 latest'], '1.2.0 active'],
  ])('makes of %j, to which %j comes: %s', (standing, given, becomes) => {
    expect(decide(standing, given)).toBe(becomes)
  })
})

describe('decideImport()', () => {
  it.each<[standing: string[], given: string[], becomes: string]>([
    [[], ['1.0.0'], '1.0.0 active'],
    [[], ['1.0.0 deleted'], '1.0.0 deleted'],
    [[], ['2.0.0 deleted', '1.0.0'], '1.0.0 active'],
    [[], ['1.0.0 latest', '2.0.0'], '1.0.0 active'],
    [['1.0.0'], ['1.1.0 latest'], '1.1.0 active'],
    [['2.0.0'], ['1.0.0'], 'stays'],
    [['2.0.0'], ['1.0.0 latest'], 'stays'],
    [['2.0.0', '1.0.0'], ['1.0.0 deleted'], 'stays'],
    [['2.0.0', '1.0.0'], ['2.0.0 deleted'], 'back to 1.0.0'],
    [['2.0.0', '1.0.0'], ['2.0.0 deleted', '1.0.0 latest'], '1.0.0 active'],
    [['2.0.0', '1.0.0', '1.5.0 deleted'], ['2.0.0 deleted'], 'back to 1.0.0'],
    [['1.0.0'], ['1.0.0 deleted'], '1.0.0 deleted'],
    [['2.0.0', '1.0.0 deleted'], ['2.0.0 deleted'], '2.0.0 deleted'],
    [['2.0.0 deleted', '1.0.0 deleted'], ['1.0.0'], '1.0.0 active'],
    [['1.0.0', '2.0.0 deleted'], ['2.0.0 latest'], '2.0.0 active'],
    [['1.0.0', '2.0.0 deleted'], ['2.0.0'], '2.0.0 active'],
  ])('of %j, given %j: %s', (standing, given, becomes) => {
    expect(decide(standing, given)).toBe(becomes)
  })

  it('leaves an owner’s own server alone', () => {
    const oddities = new Oddities()
    const record = { server: { name: 'com.example/server', description: 'A', version: '2.0.0' } }
    const version = parseRecord(record, 'here', oddities)
    const nameKey = 'com.example/server'
    const own: StandingServer = { nameKey, version: '1.0.0', source: 'published', baseUrl: null }
    const decided = decideImport(
      planImport(version ? [version] : [], oddities),
      { servers: new Map([[nameKey, own]]), versions: new Map() },
      oddities,
    )
    expect(decided).toEqual({ servers: [], older: [], turnedBack: [] })
    expect(oddities.list()).toContainEqual(expect.objectContaining({ kind: 'published_here' }))
  })

  it('ends at the same version whichever way the same versions come, in parts or at once', () => {
    const versions = fc.uniqueArray(
      fc.record({ minor: fc.nat({ max: 20 }), isDeleted: fc.boolean() }),
      { selector: ({ minor }) => minor, minLength: 1, maxLength: 6 },
    )
    fc.assert(
      fc.property(versions, fc.nat({ max: 6 }), (all, cut) => {
        const texts = all.map(
          ({ minor, isDeleted }) => `1.${minor}.0${isDeleted ? ' deleted' : ''}`,
        )
        const alive = all.filter(({ isDeleted }) => !isDeleted)
        const pool = (alive.length > 0 ? alive : all).map(({ minor }) => `1.${minor}.0`)
        const highest = pool.toSorted((a, b) => compareVersions({ version: b }, { version: a }))[0]
        expect(decide([], texts)).toContain(`${highest} `)
        const first = texts.slice(0, cut)
        if (first.length === 0 || first.length === texts.length) return
        // The row follows what was the latest of the first part.
        const version = decide([], first).split(' ')[0] ?? ''
        const standing = first.toSorted((a) => (a.split(' ')[0] === version ? -1 : 0))
        const outcome = decide(standing, texts.slice(cut))
        const now = outcome === 'stays' ? version : outcome.replace('back to ', '').split(' ')[0]
        expect(now).toBe(highest)
      }),
    )
  })
})
