/** What a registry must not take, each wrong in one way, with the place that a validator names. */
export const WRONG_MANIFESTS: readonly {
  readonly what: string
  readonly changes: Readonly<Record<string, unknown>>
  readonly path: string
}[] = [
  { what: 'a name without a namespace', changes: { name: 'weather' }, path: 'name' },
  { what: 'a name with two slashes', changes: { name: 'com.example/a/b' }, path: 'name' },
  { what: 'an empty description', changes: { description: '' }, path: 'description' },
  { what: 'a long description', changes: { description: 'a'.repeat(101) }, path: 'description' },
  { what: 'the version "latest"', changes: { version: 'latest' }, path: 'version' },
  { what: 'a range as the version', changes: { version: '^1.2.3' }, path: 'version' },
  { what: 'a wildcard as the version', changes: { version: '1.x' }, path: 'version' },
  {
    what: 'a website without https',
    changes: { websiteUrl: 'http://example.com' },
    path: 'websiteUrl',
  },
  {
    what: 'a repository elsewhere than it says',
    changes: { repository: { url: 'https://example.com/a/b', source: 'github' } },
    path: 'repository.url',
  },
  {
    what: 'a remote on the machine itself',
    changes: { remotes: [{ type: 'streamable-http', url: 'https://localhost/mcp' }] },
    path: 'remotes[0].url',
  },
  {
    what: 'a remote with an unknown variable',
    changes: { remotes: [{ type: 'streamable-http', url: 'https://{tenant}.example.com/mcp' }] },
    path: 'remotes[0].url',
  },
  {
    what: 'a package whose name has a space',
    changes: {
      packages: [{ registryType: 'npm', identifier: 'a b', transport: { type: 'stdio' } }],
    },
    path: 'packages[0].identifier',
  },
]
