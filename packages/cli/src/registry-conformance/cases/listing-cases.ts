import { must, NotApplicable, should } from '../conformance-case.ts'
import { expectSame, expectThat } from '../expectations.ts'
import { getPage, getPages, keyOf, type Listed } from '../listed.ts'
import { LIST, OFFICIAL_LIST, OFFICIAL_STATUS } from '../sources.ts'

const MANY = 100
const PAGE = 13
const DEFAULT_LIMIT = 30

/** The list: how much of it comes, in which order, and how it is paged through. */
export const LISTING_CASES = [
  must('listing/limit', 'A page has no more servers than "limit"', LIST, async ({ registry }) => {
    for (const limit of [1, 3]) {
      const { entries } = await getPage(registry, { limit })
      expectThat(entries.length <= limit, `${limit} at most`, entries.length)
    }
  }),
  should(
    'listing/limit-default',
    'Without a limit a page has 30 servers at most',
    OFFICIAL_LIST,
    async ({ registry }) => {
      const { entries } = await getPage(registry)
      expectThat(entries.length <= DEFAULT_LIMIT, `${DEFAULT_LIMIT} at most`, entries.length)
    },
  ),
  should(
    'listing/limit-maximum',
    'A limit of 100 is taken, and fills the page where there is enough',
    OFFICIAL_LIST,
    async ({ registry }) => {
      const { entries, nextCursor } = await getPage(registry, { limit: MANY })
      const isFull = entries.length === MANY || nextCursor === undefined
      expectThat(isFull, `${MANY} servers, or the last page`, entries.length)
    },
  ),
  must(
    'listing/count',
    'metadata.count is the number of servers on the page',
    LIST,
    async ({ registry }) => {
      const { entries, count } = await getPage(registry, { limit: 7 })
      if (count === undefined) throw new NotApplicable('the list gives no count')
      expectThat(count === entries.length, `${entries.length}`, count)
    },
  ),
  must(
    'listing/paging',
    'Page after page gives what one big page gives: nothing twice, nothing left out',
    LIST,
    async ({ registry }) => {
      const { entries } = await getPage(registry, { limit: MANY })
      const pages = await getPages(registry, { limit: PAGE }, Math.ceil(entries.length / PAGE))
      const paged = pages.flatMap((page) => page.entries.map(keyOf)).slice(0, entries.length)
      expectThat(new Set(paged).size === paged.length, 'no server twice', firstTwice(paged))
      expectSame(paged, entries.map(keyOf), 'the same servers')
    },
  ),
  must(
    'listing/cursor-url-safe',
    'A cursor is made of characters that stand in a query as they are: clients exist that do not encode it',
    LIST,
    async ({ registry }) => {
      const pages = await getPages(registry, { limit: 1 }, 4)
      const cursors = pages.flatMap(({ nextCursor }) => nextCursor ?? [])
      if (cursors.length === 0) throw new NotApplicable('the list has one page')
      const unsafe = cursors.filter((cursor) => !/^[\w.~!$'()*,;:@/?=-]+$/.test(cursor))
      expectThat(
        unsafe.length === 0,
        'letters, digits and marks without a meaning there',
        unsafe[0],
      )
    },
  ),
  must('listing/end', 'The last page gives no cursor', LIST, async ({ registry, sample }) => {
    const [listed] = await sample.latest()
    const query = { search: listed?.name ?? '', version: 'latest', limit: MANY }
    const page = await getPage(registry, query)
    if (page.entries.length >= MANY) throw new NotApplicable('no search has a single page')
    expectThat(page.nextCursor === undefined, 'no cursor', page.nextCursor)
  }),
  must(
    'listing/empty',
    'A search that finds nothing gives an empty list, not null and not an error',
    LIST,
    async ({ registry }) => {
      const { entries } = await getPage(registry, { search: 'there-is-no-such-server-q7x' })
      expectThat(entries.length === 0, 'no server', entries.map(keyOf))
    },
  ),
  must(
    'listing/search',
    'A search by part of a name finds it, in capitals too',
    LIST,
    async ({ registry, sample }) => {
      const [listed] = await sample.latest()
      const name = listed?.name ?? ''
      for (const search of [name, name.slice(1, -1).toUpperCase()]) {
        const pages = await getPages(registry, { search, version: 'latest', limit: MANY }, 5)
        const names = pages.flatMap(({ entries }) => entries.map((entry) => entry.name))
        expectThat(names.includes(name), `"${name}" for "${search}"`, names)
      }
    },
  ),
  should(
    'listing/search-only',
    'A search finds only servers that have it in their name, title or description',
    OFFICIAL_LIST,
    async ({ registry, sample }) => {
      const [listed] = await sample.latest()
      const search = listed?.name.split('/')[0]?.toLowerCase() ?? ''
      const { entries } = await getPage(registry, { search, version: 'latest', limit: MANY })
      const other = entries.find(({ server }) => !textOf(server).includes(search))
      expectThat(other === undefined, `"${search}" in each`, other && keyOf(other))
    },
  ),
  should(
    'listing/search-literal',
    'The characters %, _ and \\ stand for themselves in a search',
    OFFICIAL_LIST,
    async ({ registry }) => {
      for (const search of ['%', 'a%e', '\\', 'a_______e']) {
        const { entries } = await getPage(registry, { search, limit: 10 })
        const other = entries.find(({ server }) => !textOf(server).includes(search))
        expectThat(other === undefined, `"${search}" in each`, other && keyOf(other))
      }
    },
  ),
  must(
    'listing/version-latest',
    'version=latest gives each server once, in its latest version',
    LIST,
    async ({ sample }) => {
      const entries = await sample.latest()
      const older = entries.find(({ official }) => official['isLatest'] === false)
      expectThat(older === undefined, 'only latest versions', older && keyOf(older))
      const twice = firstTwice(entries.map(({ name }) => name))
      expectThat(twice === undefined, 'each server once', twice)
    },
  ),
  must(
    'listing/version-exact',
    'version=… gives only servers of that version',
    LIST,
    async ({ registry, sample }) => {
      const [listed] = await sample.entries()
      const version = listed?.version ?? ''
      const { entries } = await getPage(registry, { version, limit: MANY })
      const other = entries.find((entry) => entry.version !== version)
      expectThat(entries.length > 0, `servers of version "${version}"`, 'none')
      expectThat(other === undefined, `only version "${version}"`, other && keyOf(other))
    },
  ),
  must(
    'listing/filters-together',
    'Filters hold together: a search within the latest versions',
    LIST,
    async ({ registry, sample }) => {
      const { name } = await sample.server()
      const { entries } = await getPage(registry, { search: name, version: 'latest', limit: MANY })
      const found = entries.filter((entry) => entry.name === name)
      const [first] = found
      expectThat(found.length === 1, `"${name}" once`, found.map(keyOf))
      expectThat(first?.official['isLatest'] !== false, 'its latest version', first && keyOf(first))
    },
  ),
  must(
    'listing/updated-since',
    'updated_since gives what was updated since then, and nothing older',
    LIST,
    async ({ registry, sample }) => {
      const newest = newestOf(await sample.entries())
      const since = new Date(Date.parse(updatedAt(newest)) - 1000).toISOString()
      const pages = await getPages(registry, { updated_since: since, limit: MANY }, 10)
      const entries = pages.flatMap((page) => page.entries)
      // A mirror keeps its upstream's dates: what came there late is listed, old as it is. What comes from now on is new.
      const now = new Date().toISOString()
      const latest = await getPage(registry, { updated_since: now, limit: MANY })
      const older = latest.entries.find((entry) => Date.parse(updatedAt(entry)) < Date.parse(now))
      expectThat(older === undefined, `nothing from before ${now}`, older && keyOf(older))
      if (pages.at(-1)?.nextCursor !== undefined) throw new NotApplicable('too much is that new')
      const keys = entries.map(keyOf)
      expectThat(keys.includes(keyOf(newest)), `${keyOf(newest)} of ${updatedAt(newest)}`, keys)
    },
  ),
  must(
    'listing/updated-since-future',
    'updated_since in the future gives an empty list',
    LIST,
    async ({ registry }) => {
      const { entries } = await getPage(registry, { updated_since: '2999-01-01T00:00:00Z' })
      expectThat(entries.length === 0, 'no server', entries.map(keyOf))
    },
  ),
  must(
    'listing/updated-since-zone',
    'updated_since takes a time with an offset and with parts of a second (RFC 3339)',
    LIST,
    async ({ registry }) => {
      for (const since of ['2999-01-01T09:00:00+09:00', '2999-01-01T00:00:00.123456Z'])
        await getPage(registry, { updated_since: since })
    },
  ),
  must(
    'listing/deleted',
    'Deleted versions are not listed unless they are asked for',
    OFFICIAL_STATUS,
    async ({ registry }) => {
      const { entries } = await getPage(registry, { limit: MANY })
      const deleted = entries.find(({ official }) => official['status'] === 'deleted')
      expectThat(deleted === undefined, 'none deleted', deleted && keyOf(deleted))
    },
  ),
  must(
    'listing/include-deleted',
    'include_deleted=true leaves out nothing that is listed without it',
    LIST,
    async ({ registry, sample }) => {
      const { name, versions } = await sample.server()
      const query = { search: name, include_deleted: 'true', limit: MANY }
      const pages = await getPages(registry, query, 5)
      const keys = new Set(pages.flatMap((page) => page.entries.map(keyOf)))
      const missing = versions.find((version) => !keys.has(keyOf(version)))
      expectThat(missing === undefined, 'all of them', missing && `without ${keyOf(missing)}`)
    },
  ),
]

function textOf({ name, title, description }: Listed['server']): string {
  return [name, title, description].join('\n').toLowerCase()
}

function firstTwice(values: readonly string[]): string | undefined {
  return values.find((value, index) => values.indexOf(value) !== index)
}

function updatedAt({ official }: Listed): string {
  return String(official['updatedAt'] ?? '')
}

function newestOf(entries: readonly Listed[]): Listed {
  const dated = entries.filter((entry) => !Number.isNaN(Date.parse(updatedAt(entry))))
  const [newest] = dated.toSorted((a, b) => Date.parse(updatedAt(b)) - Date.parse(updatedAt(a)))
  if (!newest) throw new NotApplicable('no server says when it was updated')
  return newest
}
