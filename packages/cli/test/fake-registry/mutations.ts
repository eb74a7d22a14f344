import { RIGHT, type Behavior } from './behavior.ts'
import { changing, first, header, official, replacing, status } from './break-answers.ts'
import { createEntries } from './store.ts'

/** What is broken, how, and the cases that tell of it: these and no others. */
export type Mutation = readonly [what: string, broken: Partial<Behavior>, ids: readonly string[]]

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

/** A limit of this text means another number. */
const limit = (text: string | null, meant: number): Partial<Behavior> => ({
  toLimit: (given) => (given === text ? meant : RIGHT.toLimit(given)),
})

const LISTING: readonly Mutation[] = [
  ['a small limit is not kept', limit('3', 4), ['listing/limit']],
  ['the default is 50', limit(null, 50), ['listing/limit-default']],
  ['a limit of 100 gives 40', limit('100', 40), ['listing/limit-maximum']],
  [
    'the count is of all',
    changing(/limit=7$/, ({ metadata }) => void (metadata['count'] = 48)),
    ['listing/count'],
  ],
  [
    'a page begins with the end of the one before',
    {
      readCursor: (text) => {
        const state = RIGHT.readCursor(text)
        return state && { ...state, after: state.after.slice(0, -1) }
      },
    },
    ['listing/paging', 'clients/vscode-pages', 'clients/vscode-search'],
  ],
  [
    'a page leaves one out',
    changing(/limit=13&/, ({ servers }) => void servers.pop()),
    ['listing/paging'],
  ],
  [
    'a cursor has a plus sign',
    {
      writeCursor: (state) => `${RIGHT.writeCursor(state)}+`,
      readCursor: (text) => RIGHT.readCursor(text.replace(/[ +]$/, '')),
    },
    ['listing/cursor-url-safe'],
  ],
  [
    'the last page has a cursor',
    { isLast: (position, total) => total > 2 && position >= total },
    ['listing/end'],
  ],
  [
    'nothing found is null',
    changing(/no-such-server/, (body) => ({ ...body, servers: null })),
    ['listing/empty'],
  ],
  [
    'nothing found is a 404',
    replacing(/search=there-is-no-such-server/, status(404)),
    ['listing/empty'],
  ],
  [
    'a search knows capitals',
    { matches: ({ server }, search) => server.name.includes(search) },
    ['listing/search'],
  ],
  [
    'a search finds what it does not name',
    { matches: (entry, search) => search === 'com.vendor-0' || RIGHT.matches(entry, search) },
    ['listing/search-only'],
  ],
  [
    '% is a wildcard',
    { matches: (entry, search) => search.includes('%') || RIGHT.matches(entry, search) },
    ['listing/search-literal'],
  ],
  [
    'version=latest gives all',
    { hasVersion: (entry, version) => version === 'latest' || RIGHT.hasVersion(entry, version) },
    ['listing/version-latest', 'listing/filters-together'],
  ],
  [
    'version=1.0.0 is passed over',
    { hasVersion: (entry, version) => version.startsWith('1') || RIGHT.hasVersion(entry, version) },
    ['listing/version-exact'],
  ],
  [
    'a search passes over version=latest',
    changing(
      /search=com\.vendor-\d%2F\w+-\d+&version=latest&limit=100$/,
      ({ servers }) => void servers.push(...servers),
    ),
    ['listing/filters-together'],
  ],
  [
    'updated_since gives older ones',
    { isSince: (entry, since) => !since.startsWith('2999') || RIGHT.isSince(entry, since) },
    ['listing/updated-since'],
  ],
  ['updated_since leaves out the newest', { isSince: () => false }, ['listing/updated-since']],
  [
    'updated_since in the future gives all',
    { isSince: (entry, since) => since === '2999-01-01T00:00:00Z' || RIGHT.isSince(entry, since) },
    ['listing/updated-since-future'],
  ],
  [
    'updated_since takes only UTC',
    { isDate: (text) => text.endsWith('Z') && RIGHT.isDate(text) },
    ['listing/updated-since-zone'],
  ],
  [
    'deleted servers are listed',
    {
      createEntries: () =>
        createEntries().map((entry, index) =>
          index === 3 ? { ...entry, status: 'deleted' } : entry,
        ),
      isShown: () => true,
    },
    ['listing/deleted'],
  ],
  [
    'include_deleted=true gives deleted ones only',
    changing(/include_deleted=true&/, () => ({ servers: [], metadata: {} })),
    ['listing/include-deleted'],
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
  ...LISTING,
  ...VERSION,
  ...ERRORS,
  ...CORS,
  ...CLIENTS,
]
