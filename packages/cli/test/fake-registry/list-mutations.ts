import { RIGHT, type Behavior } from './behavior.ts'
import { changing, replacing, status } from './break-answers.ts'
import type { Mutation } from './mutation.ts'
import { createEntries } from './store.ts'

/** A limit of this text means another number. */
export const limit = (text: string | null, meant: number): Partial<Behavior> => ({
  toLimit: (given) => (given === text ? meant : RIGHT.toLimit(given)),
})

/** Breaks of the list. */
export const LIST_MUTATIONS: readonly Mutation[] = [
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
