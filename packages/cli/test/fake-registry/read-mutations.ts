import { RIGHT } from './behavior.ts'
import { changing, first, header, official, replacing, status } from './break-answers.ts'
import { limit, LIST_MUTATIONS } from './list-mutations.ts'
import type { Mutation } from './mutation.ts'
import { createEntries } from './store.ts'

const VERSIONS = /^GET \/v0(\.1)?\/servers\/.+\/versions$/
const LATEST = /^GET \/v0(\.1)?\/servers\/.+\/versions\/latest$/
const NUMBERED = /^GET \/v0\.1\/servers\/.+\/versions\/\d[^/]*$/
const FIRST_NUMBERED = /vendor-0%2Ffiles-20\/versions\/1/
const SAMPLE = /^GET \/v0\.1\/servers\?limit=100$/

const OPENAPI: readonly Mutation[] = [
  [
    'the list has no content type',
    replacing(/^GET \/v0\.1\/servers$/, header('content-type')),
    ['openapi/list'],
  ],
  [
    'the count is a text',
    changing(/^GET \/v0\.1\/servers$/, ({ metadata }) => void (metadata['count'] = '30')),
    ['openapi/list'],
  ],
  [
    'a status is unknown',
    changing(/^GET \/v0\.1\/servers\?search=a$/, first(official({ status: 'fine' }))),
    ['openapi/list-parameters'],
  ],
  [
    'a parameter is refused',
    replacing(/servers\?include_deleted=false$/, status(400)),
    ['openapi/list-parameters'],
  ],
  [
    'the versions are HTML',
    replacing(
      /^GET \/v0\.1\/servers\/com.vendor.+\/versions$/,
      header('content-type', 'text/html'),
    ),
    ['openapi/versions'],
  ],
  [
    'a date is no text',
    changing(FIRST_NUMBERED, official({ publishedAt: 5 })),
    ['openapi/version'],
  ],
  [
    'the latest version has no description',
    changing(LATEST, ({ server }) => void delete server['description']),
    ['openapi/latest'],
  ],
]

const SCHEMA: readonly Mutation[] = [
  [
    'servers name no schema',
    changing(
      SAMPLE,
      first(({ server }) => void delete server['$schema']),
    ),
    ['schema/named'],
  ],
  [
    'an unknown schema is named',
    changing(
      SAMPLE,
      first(({ server }) => void (server['$schema'] = 'https://example.com/schema.json')),
    ),
    ['schema/named'],
  ],
  [
    'a title is too long',
    changing(
      SAMPLE,
      first(({ server }) => void (server['title'] = 'a'.repeat(101))),
    ),
    ['schema/valid'],
  ],
  [
    'a remote is on the machine itself',
    changing(
      SAMPLE,
      first(
        ({ server }) => void (server['remotes'] = [{ type: 'sse', url: 'https://localhost/mcp' }]),
      ),
    ),
    ['schema/semantic'],
  ],
]

const VERSION: readonly Mutation[] = [
  [
    'versions have one of another server',
    changing(
      VERSIONS,
      ({ servers }) =>
        void servers.push({
          server: { name: 'com.other/server', description: 'Other', version: '0.0.1' },
          _meta: {},
        }),
    ),
    ['versions/same-server', 'versions/exact', 'listing/include-deleted'],
  ],
  [
    'versions come oldest first',
    { sortVersions: (entries) => RIGHT.sortVersions(entries).toReversed() },
    ['versions/order'],
  ],
  [
    'two versions say isLatest',
    {
      createEntries: () =>
        createEntries().map((entry) => (entry.server.version === '1.10.0' ? { ...entry } : entry)),
      ...changing(VERSIONS, ({ servers }) => {
        const own = servers.find(({ server }) => server['version'] === '1.9.0')
        if (own) official({ isLatest: true })(own)
      }),
    },
    ['versions/one-latest', 'versions/exact'],
  ],
  [
    'the latest is the one published last',
    {
      createEntries: () =>
        createEntries().map((entry) =>
          entry.server.version.startsWith('1.0.')
            ? entry
            : { ...entry, isLatest: entry.server.version === '1.2.0' },
        ),
    },
    ['versions/latest-rule'],
  ],
  [
    '"latest" is the first one',
    {
      findVersion: (entries, version) =>
        version === 'latest' ? entries[0] : RIGHT.findVersion(entries, version),
    },
    ['versions/latest'],
  ],
  [
    'a version says more at its own address',
    changing(NUMBERED, ({ server }) => void (server['title'] = 'More')),
    ['versions/exact'],
  ],
  [
    'versions leave out the one listed',
    changing(VERSIONS, ({ servers }) => {
      if (servers.length === 1) servers.pop()
    }),
    ['versions/listed'],
  ],
]

const ERRORS: readonly Mutation[] = [
  [
    'an unknown server is an empty list',
    replacing(/there-is-no-such-server\/versions$/, () => Response.json({ servers: [] })),
    ['errors/unknown-server'],
  ],
  [
    'an unknown server has a text for its 404',
    replacing(
      /there-is-no-such-server\/versions$/,
      () => new Response('Not found', { status: 404 }),
    ),
    ['errors/unknown-server'],
  ],
  [
    'the latest version of an unknown server is a 500',
    replacing(/no-such-server\/versions\/latest$/, (response) =>
      Response.json({ error: 'x' }, { status: 500, headers: response.headers }),
    ),
    ['errors/unknown-latest'],
  ],
  [
    'an unknown version is the latest',
    { findVersion: (entries, version) => RIGHT.findVersion(entries, version) ?? entries[0] },
    ['errors/unknown-version'],
  ],
  [
    'a 404 has no "error"',
    replacing(/no-such-server\/versions\/1\.0\.0$/, () =>
      Response.json({ title: 'x', status: 404, detail: 'x' }, { status: 404 }),
    ),
    ['errors/error-key'],
  ],
  [
    'a 404 has only "error"',
    replacing(/no-such-server\/versions\/2\.0\.0$/, () =>
      Response.json({ error: 'x' }, { status: 404 }),
    ),
    ['errors/problem'],
  ],
  [
    'an unknown path is a page',
    replacing(/no-such-path/, () => new Response('<h1>', { status: 404 })),
    ['errors/unknown-path'],
  ],
  [
    'a slash at the end loses the query',
    replacing(
      /servers\/\?limit=1$/,
      () => new Response(null, { status: 308, headers: { location: '/v0.1/servers' } }),
    ),
    ['errors/trailing-slash'],
  ],
  [
    'a slash at the end is a 404',
    replacing(/servers\/\?limit=1$/, status(404)),
    ['errors/trailing-slash'],
  ],
  ['a limit of 101 is taken as 100', limit('101', 100), ['errors/limit']],
  ['a limit that is no number is taken', limit('many', 30), ['errors/limit']],
  [
    'any date is taken',
    { isDate: () => true, isSince: (entry, since) => RIGHT.isSince(entry, since) },
    ['errors/updated-since'],
  ],
  [
    'include_deleted=false goes with updated_since',
    replacing(/include_deleted=false&updated/, status(200)),
    ['errors/include-deleted'],
  ],
  ['a NUL in a search is a fault', replacing(/search=a%00b/, status(500)), ['errors/nul']],
  [
    'a NUL in a search finds nothing',
    replacing(/search=a%00b/, () => Response.json({ servers: [] })),
    ['errors/nul'],
  ],
  ['an unknown cursor is a fault', replacing(/cursor=nonsense/, status(500)), ['errors/cursor']],
  ['an odd name is a fault', replacing(/\/%25\/versions/, status(500)), ['errors/odd-names']],
]

const CORS: readonly Mutation[] = [
  [
    'no preflight of the list',
    replacing(/^OPTIONS \/v0\.1\/servers$/, status(404)),
    ['cors/preflight-list'],
  ],
  [
    'a preflight without Authorization',
    replacing(/^OPTIONS \/v0\.1\/servers$/, header('access-control-allow-headers', '*')),
    ['cors/preflight-list'],
  ],
  [
    'a preflight without GET',
    replacing(/^OPTIONS .*latest$/, header('access-control-allow-methods', 'POST')),
    ['cors/preflight-version'],
  ],
  [
    'an answer for one origin',
    replacing(
      /^GET \/v0\.1\/servers\?limit=1$/,
      header('access-control-allow-origin', 'https://other.example'),
    ),
    ['cors/answer'],
  ],
  [
    'a refusal for no origin',
    replacing(/no-such-server\/versions\/latest$/, header('access-control-allow-origin')),
    ['cors/refusal'],
  ],
]

const CLIENTS: readonly Mutation[] = [
  [
    'the probe of VS Code is refused',
    replacing(/^GET \/v0\.1\/servers\?limit=1$/, (response) =>
      Response.json({ servers: [] }, { status: 401, headers: response.headers }),
    ),
    ['clients/vscode-probe', 'listing/limit', 'listing/cursor-url-safe'],
  ],
  [
    'an entry has no "_meta"',
    changing(
      /limit=50&version=latest$/,
      first((entry) => void delete entry._meta),
    ),
    ['clients/vscode-list'],
  ],
  [
    'an entry has no description',
    changing(
      /limit=50&version=latest$/,
      first(({ server }) => void (server['description'] = '')),
    ),
    ['clients/vscode-list'],
  ],
  [
    'a cursor must be encoded',
    {
      writeCursor: (state) => JSON.stringify(state),
      readCursor: (text) =>
        text.includes('"version":"latest"') && !text.includes('search')
          ? undefined
          : RIGHT.readCursor(Buffer.from(text).toString('base64')),
    },
    ['listing/cursor-url-safe', 'clients/vscode-pages'],
  ],
  ['a cursor forgets the search', { continueWith: (_, asked) => asked }, ['clients/vscode-search']],
  [
    'a name is found in small letters',
    changing(LATEST, ({ server }) => void (server['name'] = String(server['name']).toUpperCase())),
    ['clients/vscode-detail', 'clients/copilot', 'versions/latest'],
  ],
  [
    'a version is another one',
    changing(FIRST_NUMBERED, ({ server }) => void (server['version'] = '9.9.9')),
    ['clients/copilot'],
  ],
  [
    'nothing is at /servers',
    replacing(/^GET \/servers/, status(404)),
    ['clients/copilot-without-version'],
  ],
  [
    'a name must be encoded',
    replacing(/servers\/com\.vendor-\d\/.*versions/, status(404)),
    ['clients/un-encoded-name'],
  ],
  ['nothing is at /v0', replacing(/^GET \/v0\//, status(404)), ['clients/v0']],
  [
    '/v0 says something else',
    changing(/^GET \/v0\/.*latest$/, ({ server }) => void (server['title'] = 'Old')),
    ['clients/v0'],
  ],
]

/** Breaks of what is read. */
export const READ_MUTATIONS: readonly Mutation[] = [
  ...OPENAPI,
  ...SCHEMA,
  ...LIST_MUTATIONS,
  ...VERSION,
  ...ERRORS,
  ...CORS,
  ...CLIENTS,
]
