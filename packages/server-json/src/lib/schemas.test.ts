import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { CORPUS_FILE, describeOnCorpus } from '@toolgraph/testing'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findAgainst, findSchema, SCHEMA_URLS } from '../index.ts'

const ajv = new Ajv({ strict: false })
addFormats.default(ajv)
for (const url of SCHEMA_URLS) {
  const [, date] = /schemas\/([\d-]+)\//.exec(url) ?? []
  const file = new URL(`../../schemas/${date}.json`, import.meta.url)
  ajv.addSchema(JSON.parse(readFileSync(file, 'utf8')))
}

const isValid = (url: string, value: unknown) => findAgainst(url, value).length === 0

describe('the schemas', () => {
  it('are all six that were published, each at its own address', () => {
    expect(SCHEMA_URLS.map((url) => url.split('/').at(-2))).toEqual([
      '2025-07-09',
      '2025-09-16',
      '2025-09-29',
      '2025-10-11',
      '2025-10-17',
      '2025-12-11',
    ])
  })

  it('are found by their address, with a fragment too', () => {
    const [first = ''] = SCHEMA_URLS
    expect(findSchema(first)).toBe(first)
    expect(findSchema(`${first}#/definitions/ServerDetail`)).toBe(first)
    expect(findSchema('https://example.com/schema.json')).toBeUndefined()
  })
})

describeOnCorpus('findAgainst() on the real records', () => {
  const { servers }: { servers: { server: Record<string, unknown> }[] } = JSON.parse(
    readFileSync(CORPUS_FILE, 'utf8'),
  )

  it.each(SCHEMA_URLS)(
    'judges each of them by %s as ajv does',
    (url) => {
      const different = servers.filter(
        ({ server }) => isValid(url, server) !== ajv.validate(url, server),
      )
      expect(different.map(({ server }) => server['name'])).toEqual([])
    },
    60_000,
  )

  it('finds 1,956 of 2,354 right by the schema that they name', () => {
    const right = servers.filter(({ server }) => {
      const url = findSchema(String(server['$schema']))
      return url !== undefined && isValid(url, server)
    })
    expect([right.length, servers.length]).toEqual([1956, 2354])
  }, 60_000)
})

/** Anything that could stand in a server.json, right or wrong. */
const anyServer = (() => {
  const text = fc.oneof(
    fc.constantFrom('', 'stdio', 'sse', 'named', 'positional', 'streamable-http', 'npm', 'latest'),
    fc.constantFrom('com.example/a', 'https://example.com/mcp', '{host}', 'a'.repeat(101)),
    fc.string(),
  )
  const field = fc.oneof({ weight: 8, arbitrary: text }, fc.constantFrom(null, 1, true, {}, []))
  const argument = fc.record(
    { type: field, name: field, value: field, valueHint: field },
    { requiredKeys: [] },
  )
  const transport = fc.record({ type: field, url: field }, { requiredKeys: [] })
  const found = fc.record(
    {
      registryType: field,
      identifier: field,
      version: field,
      transport,
      packageArguments: fc.array(argument),
    },
    { requiredKeys: [] },
  )
  return fc.record(
    {
      name: field,
      description: field,
      version: field,
      title: field,
      websiteUrl: field,
      repository: fc.record({ url: field, source: field }, { requiredKeys: [] }),
      packages: fc.array(found, { maxLength: 2 }),
      remotes: fc.array(transport, { maxLength: 2 }),
      icons: fc.array(fc.record({ src: field, theme: field }, { requiredKeys: [] }), {
        maxLength: 2,
      }),
    },
    { requiredKeys: [] },
  )
})()

describe('findAgainst()', () => {
  it('judges whatever is made up as ajv does, and says why it is wrong', () => {
    fc.assert(
      fc.property(anyServer, fc.constantFrom(...SCHEMA_URLS), (server, url) => {
        expect(isValid(url, server)).toBe(ajv.validate(url, server))
      }),
      { numRuns: 500 },
    )
  }, 60_000)

  const [url = ''] = SCHEMA_URLS.slice(-1)
  const right = { name: 'com.example/a', description: 'A', version: '1.0.0' }

  it.each([
    [{ version: undefined }, '', 'must have "version"'],
    [
      { description: 'a'.repeat(101) },
      'description',
      'is 101 characters long, and may be 100 at most',
    ],
    [
      { remotes: [{ type: 'grpc', url: 'https://a.example' }] },
      'remotes[0].type',
      'must be "streamable-http", or must be "sse"',
    ],
    [{ remotes: [{ type: 'sse' }] }, 'remotes[0]', 'must have "url"'],
    [
      {
        packages: [{ registryType: 'npm', identifier: 'a', transport: { type: 'sse', url: 'a' } }],
      },
      'packages[0].transport.url',
      'does not match the pattern of the schema',
    ],
    [{ icons: [{ src: 'not an address' }] }, 'icons[0].src', 'must be an absolute address'],
    [{ title: 1 }, 'title', 'must be of type string, not number'],
  ])('says of %o what is wrong, once', (changes, path, message) => {
    const server = JSON.parse(JSON.stringify({ ...right, ...changes }))
    expect(findAgainst(url, server)).toMatchObject([{ path, message }])
  })

  it('says of an argument what its own kind lacks', () => {
    const transport = { type: 'stdio' }
    const packageArguments = [{ type: 'named' }, { type: 'positional' }]
    const packages = [{ registryType: 'npm', identifier: 'a', transport, packageArguments }]
    expect(findAgainst(url, { ...right, packages })).toMatchObject([
      { path: 'packages[0].packageArguments[0]', message: 'must have "name"' },
      {
        path: 'packages[0].packageArguments[1]',
        message: 'must have "valueHint", or must have "value"',
      },
    ])
  })
})
