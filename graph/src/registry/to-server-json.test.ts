import { serverJsonSchema, validateServerJson } from '@toolgraph/server-json'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { publishServerSchema } from './server.ts'
import { factsOfManifest, factsOfServerJson } from './server-facts.ts'
import { toServerJson } from './to-server-json.ts'

const label = fc.stringMatching(/^[a-z][a-z0-9]{1,10}$/)
const words = (max: number) =>
  fc
    .string({ minLength: 1, maxLength: max, unit: 'grapheme' })
    .map((text) =>
      text
        .replaceAll(/\p{Cc}/gu, ' ')
        .toWellFormed()
        .trim(),
    )
    .filter((text) => text !== '' && text.length <= max)
const address = label.map((host) => `https://${host}.example/mcp`)
const icon = fc.record(
  {
    src: fc.constantFrom(
      'https://a.example/i.png',
      'data:image/png;base64,AA',
      `https://a.example/${'i'.repeat(300)}`,
    ),
    mimeType: fc.constantFrom('image/png', 'image/gif'),
    sizes: fc.constantFrom(['48x48'], ['any'], ['large']),
    theme: fc.constantFrom('light', 'dark'),
  },
  { requiredKeys: ['src'] },
)

const manifest = fc
  .record(
    {
      name: fc.tuple(label, label).map(([namespace, own]) => `com.${namespace}/${own}`),
      version: fc.tuple(fc.nat(99), fc.nat(99), fc.nat(99)).map((parts) => parts.join('.')),
      title: words(100),
      description: words(1000),
      url: address,
      websiteUrl: fc.constantFrom('https://a.example', 'http://a.example'),
      repositoryUrl: fc.constantFrom(
        'https://github.com/a/b',
        'https://www.gitlab.com/a/b/',
        'https://codeberg.org/a/b',
      ),
      icons: fc.array(icon, { maxLength: 3 }),
    },
    { requiredKeys: ['name', 'version', 'title', 'description'] },
  )
  .filter((given) => publishServerSchema.safeParse(given).success)
  .map((given) => publishServerSchema.parse(given))

describe('toServerJson()', () => {
  it('writes what the standard allows, whatever our own form holds', () => {
    fc.assert(
      fc.property(manifest, (given) => {
        expect(validateServerJson(toServerJson(given))).toEqual({ valid: true, issues: [] })
      }),
    )
  })

  it('says the same of the server as our own form, as far as it can', () => {
    fc.assert(
      fc.property(manifest, (given) => {
        const own = factsOfManifest(given)
        const written = factsOfServerJson(serverJsonSchema.parse(toServerJson(given)))
        expect(written).toMatchObject({ title: own.title, url: own.url, transport: own.transport })
      }),
    )
  })

  it('cuts a long description between characters, not within one', () => {
    const given = publishServerSchema.parse({
      name: 'com.example/long',
      version: '1.0.0',
      title: 'Long',
      description: '😀'.repeat(120),
    })
    expect(toServerJson(given).description).toBe(`${'😀'.repeat(99)}…`)
  })
})

describe('factsOfServerJson()', () => {
  const facts = (given: object) =>
    factsOfServerJson(serverJsonSchema.parse({ name: 'com.example/weather-mcp', ...given }))

  it('prefers an endpoint that can be called as it stands', () => {
    const remotes = [
      { type: 'sse', url: 'https://old.example/sse' },
      { type: 'streamable-http', url: 'https://{tenant}.example/mcp' },
      { type: 'streamable-http', url: 'https://new.example:443/mcp' },
    ]
    expect(facts({ remotes })).toMatchObject({
      url: 'https://new.example/mcp',
      transport: 'streamable-http',
    })
    expect(facts({ remotes: remotes.slice(0, 2) })).toMatchObject({ transport: 'sse' })
    expect(facts({ remotes: remotes.slice(1, 2) })).toMatchObject({ url: null, transport: null })
  })

  it('tells where it can be installed from, and gives a title to what has none', () => {
    const packages = [{ registryType: 'pypi' }, { registryType: 'npm' }, { registryType: 'npm' }]
    expect(facts({ packages })).toMatchObject({ tags: ['npm', 'pypi'], title: 'Weather MCP' })
  })

  it('takes an empty repository for none', () => {
    expect(facts({ repository: {} })).toMatchObject({ repositoryUrl: null })
  })
})
