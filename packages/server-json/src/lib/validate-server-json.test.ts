import { readFileSync } from 'node:fs'
import { CORPUS_FILE, describeOnCorpus } from '@toolgraph/testing'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CURRENT_SCHEMA, serverJsonSchema, validateServerJson } from '../index.ts'

const RIGHT = {
  $schema: CURRENT_SCHEMA,
  name: 'com.example/weather',
  description: 'Forecasts',
  version: '1.0.0',
}

const inPackage = (found: object) => ({
  packages: [
    { registryType: 'npm', identifier: 'weather', transport: { type: 'stdio' }, ...found },
  ],
})
const atUrl = (url: string, more: object = {}) => ({
  remotes: [{ type: 'streamable-http', url, ...more }],
})
const withArgument = (argument: object) => inPackage({ packageArguments: [argument] })
const named = { type: 'named', name: '--port' }
const meta = (bytes: number) => ({
  _meta: {
    'io.modelcontextprotocol.registry/publisher-provided': {
      a: 'x'.repeat(bytes - '{"a":""}'.length),
    },
  },
})
const transport = (url: string) => ({ transport: { type: 'streamable-http', url } })

describe('validateServerJson()', () => {
  it.each<[what: string, changes: object]>([
    ['the least that there can be', {}],
    ['a name with dots, dashes and underscores', { name: 'io.github.a-b/my_server.v2' }],
    ['a version that is not semantic', { version: '2026-11-23' }],
    ['a prerelease', { version: '1.0.0-alpha.1' }],
    ['a version with an x in a word', { version: '1.0.0-next' }],
    ['a repository at GitHub', { repository: { url: 'https://github.com/a/b', source: 'github' } }],
    [
      'a repository in a group of GitLab',
      { repository: { url: 'https://gitlab.com/a/b/c/', source: 'gitlab' } },
    ],
    [
      'a subfolder',
      { repository: { url: 'https://github.com/a/b', source: 'github', subfolder: 'src/a-b' } },
    ],
    ['a website', { websiteUrl: 'https://example.com/x' }],
    ['an icon', { icons: [{ src: 'https://example.com/a.png' }] }],
    ['a remote', atUrl('https://example.com/mcp')],
    [
      'a remote with variables',
      atUrl('https://{tenant}.example.com/{path}', { variables: { tenant: {}, path: {} } }),
    ],
    [
      'a port that is a variable',
      atUrl('https://example.com:{port}/mcp', { variables: { port: {} } }),
    ],
    ['a package on this machine', inPackage(transport('http://localhost:3000/mcp'))],
    [
      'a package at a port of its environment',
      inPackage({
        ...transport('http://localhost:{PORT}/mcp'),
        environmentVariables: [{ name: 'PORT' }],
      }),
    ],
    [
      'a package at a port of its argument',
      inPackage({ ...transport('http://localhost:{--port}/mcp'), packageArguments: [named] }),
    ],
    [
      'a package at a hint',
      inPackage({
        ...transport('http://{host}/mcp'),
        runtimeArguments: [{ type: 'positional', valueHint: 'host' }],
      }),
    ],
    ['metadata of 4,096 bytes', meta(4096)],
  ])('takes %s', (_, changes) => {
    expect(validateServerJson({ ...RIGHT, ...changes })).toEqual({ valid: true, issues: [] })
  })

  it.each<[reference: string, path: string, changes: object]>([
    ['invalid-server-name', 'name', { name: 'weather' }],
    ['invalid-server-name', 'name', { name: 'com.example/a/b' }],
    ['invalid-server-name', 'name', { name: 'c/weather' }],
    ['invalid-server-name', 'name', { name: 'com.example/w' }],
    ['invalid-server-name', 'name', { name: '.com.example/weather' }],
    ['invalid-server-name', 'name', { name: 'com.example/weather-' }],
    ['reserved-version-string', 'version', { version: 'latest' }],
    ...['', ' ', '1.0 0', '1.0\n', '1.0\u202E', '1.0\u200B', '1.0\uFFFD', '.', '..'].map(
      (version): [string, string, object] => ['version-not-addressable', 'version', { version }],
    ),
    ...['^1.2.3', '~1.2.3', '>=1.0', '1.x', '1.2.*', '1.2.X', '*', '1.0 - 2.0', '1 || 2'].map(
      (version): [string, string, object] => ['version-looks-like-range', 'version', { version }],
    ),
    ['title-whitespace-only', 'title', { title: '  ' }],
    ['website-url-invalid-scheme', 'websiteUrl', { websiteUrl: 'http://example.com' }],
    ['website-url-must-be-absolute', 'websiteUrl', { websiteUrl: '/about' }],
    ['icon-src-invalid-scheme', 'icons[0].src', { icons: [{ src: 'http://example.com/a.png' }] }],
    ['icon-src-invalid-scheme', 'icons[0].src', { icons: [{ src: 'data:image/png;base64,AA' }] }],
    [
      'invalid-repository-url',
      'repository.url',
      { repository: { url: 'https://github.com/a', source: 'github' } },
    ],
    [
      'invalid-repository-url',
      'repository.url',
      { repository: { url: 'https://github.com/a/b', source: 'gitlab' } },
    ],
    [
      'invalid-repository-url',
      'repository.url',
      { repository: { url: 'https://example.com/a/b', source: 'example' } },
    ],
    ...['/src', 'src/', 'a//b', './a', '../a', 'a/../b', 'a b'].map(
      (subfolder): [string, string, object] => [
        'invalid-subfolder-path',
        'repository.subfolder',
        { repository: { url: 'https://github.com/a/b', source: 'github', subfolder } },
      ],
    ),
    ['package-name-has-spaces', 'packages[0].identifier', inPackage({ identifier: 'my package' })],
    ['reserved-version-string', 'packages[0].version', inPackage({ version: 'latest' })],
    ['version-looks-like-range', 'packages[0].version', inPackage({ version: '^1.0.0' })],
    ['mcpb-file-sha256-required', 'packages[0].fileSha256', inPackage({ registryType: 'mcpb' })],
    [
      'named-argument-name-required',
      'packages[0].packageArguments[0].name',
      withArgument({ type: 'named', name: '' }),
    ],
    ...['--port <port>', '--port 80', '$PORT', 'a>b'].map((name): [string, string, object] => [
      'invalid-named-argument-name',
      'packages[0].packageArguments[0].name',
      withArgument({ type: 'named', name }),
    ]),
    [
      'argument-value-starts-with-name',
      'packages[0].packageArguments[0].value',
      withArgument({ ...named, value: '--port 80' }),
    ],
    [
      'argument-default-starts-with-name',
      'packages[0].packageArguments[0].default',
      withArgument({ ...named, default: '--port=80' }),
    ],
    [
      'argument-value-starts-with-name',
      'packages[0].runtimeArguments[0].value',
      inPackage({ runtimeArguments: [{ ...named, value: '--port' }] }),
    ],
    [
      'stdio-transport-url-not-empty',
      'packages[0].transport.url',
      inPackage({ transport: { type: 'stdio', url: 'https://a.example' } }),
    ],
    [
      'invalid-templated-url',
      'packages[0].transport.url',
      inPackage(transport('http://localhost:{PORT}/mcp')),
    ],
    [
      'unsupported-transport-type',
      'packages[0].transport.type',
      inPackage({ transport: { type: 'grpc' } }),
    ],
    ['invalid-remote-url', 'remotes[0].url', atUrl('http://example.com/mcp')],
    ['invalid-remote-url', 'remotes[0].url', atUrl('https://localhost/mcp')],
    ['invalid-remote-url', 'remotes[0].url', atUrl('https://127.0.0.1/mcp')],
    ['invalid-remote-url', 'remotes[0].url', atUrl('https://a.localhost/mcp')],
    ['invalid-templated-url', 'remotes[0].url', atUrl('https://{tenant}.example.com/mcp')],
    ['remote-transport-url-required', 'remotes[0].url', { remotes: [{ type: 'sse' }] }],
    ['unsupported-remote-transport-type', 'remotes[0].type', { remotes: [{ type: 'stdio' }] }],
    [
      'publisher-meta-too-large',
      '_meta.io.modelcontextprotocol.registry/publisher-provided',
      meta(4097),
    ],
    ['schema-field-required', '$schema', { $schema: undefined }],
    ['schema-field-required', '$schema', { $schema: '' }],
    [
      'schema-version-unsupported',
      '$schema',
      { $schema: 'https://static.modelcontextprotocol.io/schemas/2024-01-01/server.schema.json' },
    ],
  ])('refuses by %s, at %s, %o', (reference, path, changes) => {
    const { valid, issues } = validateServerJson({ ...RIGHT, ...changes })
    expect(valid).toBe(false)
    expect(issues).toContainEqual(expect.objectContaining({ path, reference, severity: 'error' }))
  })

  it('warns of an older schema, and judges by it', () => {
    const $schema = 'https://static.modelcontextprotocol.io/schemas/2025-10-17/server.schema.json'
    const url = 'https://{tenant}.example.com/mcp'
    expect(validateServerJson({ ...RIGHT, $schema })).toMatchObject({
      valid: true,
      issues: [{ type: 'schema', path: '$schema', severity: 'warning' }],
    })
    expect(validateServerJson({ ...RIGHT, $schema, ...atUrl(url) }).valid).toBe(false)
  })

  it.each([null, 1, 'text', []])('says that %o is no server.json', (value) => {
    expect(validateServerJson(value)).toMatchObject({ valid: false, issues: [{ type: 'json' }] })
  })

  it('says so too of what is nested without end', () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
    expect(validateServerJson({ ...RIGHT, _meta: JSON.parse(deep) }).valid).toBe(false)
  })

  it('has a verdict on whatever is given, and no error without an issue', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom(...Object.keys(serverJsonSchema.shape)),
        (value, key) => {
          const { valid, issues } = validateServerJson({ ...RIGHT, [key]: value })
          expect(valid).toBe(issues.every(({ severity }) => severity !== 'error'))
        },
      ),
    )
  })
})

describeOnCorpus('validateServerJson() on the real records', () => {
  it('reads all, and takes most', () => {
    const { servers }: { servers: { server: unknown }[] } = JSON.parse(
      readFileSync(CORPUS_FILE, 'utf8'),
    )
    const verdicts = servers.map(({ server }) => validateServerJson(server))
    expect(verdicts.filter(({ valid }) => valid).length).toBeGreaterThan(1900)
  }, 60_000)
})
