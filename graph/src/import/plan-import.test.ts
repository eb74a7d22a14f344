import { describe, expect, it } from 'vitest'
import { Oddities } from './oddity.ts'
import { OFFICIAL_META, parseRecord } from './parse-record.ts'
import { planImport } from './plan-import.ts'

interface Given {
  server?: Record<string, unknown>
  official?: Record<string, unknown>
}

function record({ server = {}, official = {} }: Given = {}) {
  return {
    server: {
      name: 'com.example/weather',
      description: 'Forecasts',
      version: '1.0.0',
      packages: [{ registryType: 'npm', identifier: 'weather' }],
      ...server,
    },
    _meta: {
      [OFFICIAL_META]: { status: 'active', publishedAt: '2025-09-28T19:13:44.3Z', ...official },
    },
  }
}

function plan(...records: unknown[]) {
  const oddities = new Oddities()
  const versions = records.flatMap((each, at) => parseRecord(each, `record ${at}`, oddities) ?? [])
  const servers = planImport(versions, oddities)
  return { servers, server: servers[0], odd: oddities.list().map(({ kind }) => kind) }
}

const remotes = (...urls: [type: string, url: string][]) => ({
  server: { remotes: urls.map(([type, url]) => ({ type, url })) },
})

describe('parseRecord()', () => {
  it.each([
    ['record_unreadable', null],
    ['record_unreadable', 'text'],
    ['record_unreadable', []],
    ['record_unreadable', { server: 3 }],
    ['name_missing', record({ server: { name: '' } })],
    ['name_missing', record({ server: { name: 7 } })],
    ['version_missing', record({ server: { version: undefined } })],
  ])('leaves out with the oddity %s: %j', (kind, value) => {
    expect(plan(value)).toMatchObject({ servers: [], odd: [kind] })
  })

  it.each([
    ['name_invalid', { server: { name: 'weather' } }],
    ['version_not_semantic', { server: { version: '{{VERSION}}' } }],
    ['description_missing', { server: { description: null } }],
    ['repository_empty', { server: { repository: {} } }],
    ['repository_invalid', { server: { repository: { url: 'javascript:alert(1)' } } }],
    ['repository_invalid', { server: { repository: 'github.com/acme' } }],
    ['status_unknown', { official: { status: 'resting' } }],
    ['date_invalid', { official: { publishedAt: 'yesterday' } }],
    ['date_invalid', { official: { publishedAt: '2025-02-30T00:00:00Z' } }],
    ['date_invalid', { official: { publishedAt: '2025-02-28T00:00:00+23:00' } }],
    ['nothing_to_reach', { server: { packages: [] } }],
    ['characters_removed', { server: { description: 'a\u0000b\ud800' } }],
    ['address_template', remotes(['streamable-http', 'https://{tenant}.example/mcp'])],
    ['address_template', remotes(['sse', 'https://a.example/[YOUR_TOKEN]'])],
    ['address_invalid', remotes(['streamable-http', 'http://a.example/mcp'])],
    ['address_invalid', remotes(['streamable-http', 'https://me:secret@a.example/mcp'])],
    ['address_invalid', remotes(['streamable-http', 'mcp'])],
  ])('keeps with the oddity %s: %j', (kind, given) => {
    const { servers, odd } = plan(record(given))
    expect(servers).toHaveLength(1)
    expect(odd).toContain(kind)
  })

  it.each([
    ['one line, as the standard has it', 'Use the\nother \u202eone', 'Use the other one'],
    ['no longer than the standard has it', 'a'.repeat(501), 'a'.repeat(500)],
    ['none where it says nothing', ' ', undefined],
    ['none where it is no text', 7, undefined],
  ])('takes a status message as %s', (_how, statusMessage, taken) => {
    const { server } = plan(record({ official: { status: 'deprecated', statusMessage } }))
    expect(server?.versions[0]?.statusMessage).toBe(taken)
  })

  it('finds nothing odd about a sound record', () => {
    expect(plan(record()).odd).toEqual([])
  })

  it('reads a bare manifest without its envelope', () => {
    expect(plan(record().server)).toMatchObject({
      server: { name: 'com.example/weather', publishedAt: undefined },
      odd: ['date_invalid'],
    })
  })

  it('is not troubled by something nested without end', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`)
    expect(plan({ server: { ...record().server, icons: deep } })).toMatchObject({ servers: [] })
  })

  it('keeps what is seen on one line and without tricks, and the manifest as it came', () => {
    const description = ' Two\nlines \u202eand a trick\u0007 '
    const { server } = plan(record({ server: { description } }))
    expect(server?.description).toBe('Two lines and a trick')
    expect(server?.versions[0]?.manifest['description']).toBe(description)
  })
})

describe('planImport()', () => {
  const version = (number: string, official: Record<string, unknown> = {}) =>
    record({ server: { version: number }, official })

  it('takes the version that the registry calls the latest', () => {
    const { server, odd } = plan(
      version('1.0.0', { isLatest: true }),
      version('2.0.0', { isLatest: false }),
    )
    expect(server).toMatchObject({ version: '1.0.0', versions: [{}, {}] })
    expect(odd).toEqual([])
  })

  it('takes the highest version when the registry does not say, leaving out deleted ones', () => {
    const { server, odd } = plan(
      version('1.9.0'),
      version('1.10.0'),
      version('1.10.0-rc.1'),
      version('3.0.0', { status: 'deleted' }),
    )
    expect(server?.version).toBe('1.10.0')
    expect(odd).toEqual(['latest_unclear'])
  })

  it('takes the highest of several that claim to be the latest', () => {
    const both = { isLatest: true }
    expect(plan(version('1.0.0', both), version('1.1.0', both), version('9.0.0'))).toMatchObject({
      server: { version: '1.1.0' },
      odd: ['latest_unclear'],
    })
  })

  it('counts the same version once', () => {
    const changed = record({ server: { title: 'Other' } })
    expect(plan(version('1.0.0'), version('1.0.0'))).toMatchObject({
      server: { versions: [{}] },
      odd: [],
    })
    expect(plan(version('1.0.0'), changed)).toMatchObject({
      server: { title: 'Other' },
      odd: ['version_twice'],
    })
  })

  it('takes names that differ only by case for one server', () => {
    expect(
      plan(version('1.0.0'), record({ server: { name: 'com.example/Weather', version: '1.1.0' } })),
    ).toMatchObject({ servers: [{ versions: [{}, {}] }] })
  })

  it.each([
    [
      'the streamable one first',
      [
        ['sse', 'https://a.example/sse'],
        ['streamable-http', 'https://a.example/mcp'],
      ],
      'https://a.example/mcp',
      'streamable-http',
    ],
    [
      'SSE where there is no other',
      [['sse', 'https://a.example/sse']],
      'https://a.example/sse',
      'sse',
    ],
    [
      'one without placeholders',
      [
        ['streamable-http', 'https://{t}.example/mcp'],
        ['streamable-http', 'https://b.example/mcp'],
      ],
      'https://b.example/mcp',
      'streamable-http',
    ],
    ['none for packages only', [], null, null],
  ] as [string, [string, string][], string | null, string | null][])(
    'picks the endpoint: %s',
    (_, urls, baseUrl, transport) => {
      expect(plan(record(remotes(...urls))).server).toMatchObject({ baseUrl, transport })
    },
  )

  it('gives a title, categories and tags to those that have none', () => {
    expect(plan(record()).server).toMatchObject({
      title: 'Weather',
      categories: ['travel'],
      tags: ['npm'],
    })
  })
})
