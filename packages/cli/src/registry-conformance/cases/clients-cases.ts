import { must, NotApplicable, should, type CaseContext } from '../conformance-case.ts'
import { expectSame, expectStatus, expectThat } from '../expectations.ts'
import {
  entriesOf,
  getPage,
  keyOf,
  pathOf,
  toPage,
  toVersion,
  type Listed,
  type Page,
} from '../listed.ts'
import type { Registry } from '../registry.ts'
import { COPILOT, VS_CODE } from '../sources.ts'

/** VS Code pastes the cursor as it came, and sends the filters with the first page only. */
async function nextPage(registry: Registry, page: Page, query: string): Promise<Page> {
  if (page.nextCursor === undefined) throw new NotApplicable('the list has one page')
  return toPage(await registry.send(`/v0.1/servers?${query}&cursor=${page.nextCursor}`))
}

/** A word that some, but not all, of the latest servers have in their names. */
async function wordOfSome({ sample }: CaseContext): Promise<string> {
  const names = (await sample.latest()).map(({ name }) => name.toLowerCase())
  const words = new Set(
    names.flatMap((name) => name.split(/[^a-z0-9]+/)).filter((word) => word.length > 1),
  )
  const counted = [...words].map((word) => ({
    word,
    count: names.filter((name) => name.includes(word)).length,
  }))
  const some = counted.filter(({ count }) => count > 2 && count < names.length)
  const [best] = some.toSorted((a, b) => a.count - b.count)
  if (!best) throw new NotApplicable('no search finds some servers, and not all')
  return best.word
}

/** What the clients do that exist, with their peculiarities. */
export const CLIENTS_CASES = [
  must(
    'clients/vscode-probe',
    'VS Code finds the registry by GET /v0.1/servers?limit=1',
    VS_CODE,
    async ({ registry }) => void expectStatus(await registry.send('/v0.1/servers?limit=1'), 200),
  ),
  must(
    'clients/vscode-list',
    'Each entry of the list has a name, a description, a version and a "_meta" beside "server": VS Code drops the list otherwise',
    VS_CODE,
    async ({ registry }) => {
      const { entries } = await getPage(registry, { limit: 50, version: 'latest' })
      const broken = entries.find(
        ({ server, hasMeta }) =>
          !hasMeta || ['name', 'description', 'version'].some((field) => !server[field]),
      )
      expectThat(broken === undefined, 'all four in each', broken && `not in ${keyOf(broken)}`)
    },
  ),
  must(
    'clients/vscode-pages',
    'The next page comes for a cursor that is pasted into the query as it came',
    VS_CODE,
    async ({ registry }) => {
      const first = await getPage(registry, { limit: 2, version: 'latest' })
      const second = await nextPage(registry, first, 'limit=2&version=latest')
      const again = second.entries.find(({ name }) =>
        first.entries.some((one) => one.name === name),
      )
      expectThat(second.entries.length > 0, 'more servers', 'none')
      expectThat(again === undefined, 'other servers', again && keyOf(again))
    },
  ),
  must(
    'clients/vscode-search',
    'The cursor of a search goes on with that search, though the next request does not repeat it',
    VS_CODE,
    async (context) => {
      const { registry } = context
      const search = await wordOfSome(context)
      const query = { limit: 2, version: 'latest' }
      const all = await getPage(registry, { ...query, search, limit: 100 })
      const first = await getPage(registry, { ...query, search })
      const second = await nextPage(registry, first, 'limit=2&version=latest')
      const expected = all.entries.slice(2, 4).map(keyOf)
      expectSame(second.entries.map(keyOf), expected, `the next servers for "${search}"`)
    },
  ),
  must(
    'clients/vscode-detail',
    'A listed server is found by /v0.1/servers/{encodeURIComponent(name)}/versions/latest, with "_meta"',
    VS_CODE,
    async ({ registry, sample }) => {
      for (const { name } of (await sample.latest()).slice(0, 3)) {
        const found = toVersion(await registry.send(pathOf(name, 'latest')))
        expectThat(found.name === name, `"${name}", in the same letters`, found.name)
        expectThat(found.hasMeta, `"_meta" of "${name}"`, 'none')
      }
    },
  ),
  must(
    'clients/copilot',
    'Copilot reads the list, the latest version and one version by number, and its policy compares the names',
    COPILOT,
    async ({ registry, sample }) => {
      const [listed] = await sample.latest()
      const { name, version } = nonNull(listed)
      await getPage(registry)
      for (const path of [pathOf(name, 'latest'), pathOf(name, version)]) {
        const found = toVersion(await registry.send(path))
        expectThat(keyOf(found) === `${name}@${version}`, `${name}@${version}`, keyOf(found))
      }
    },
  ),
  should(
    'clients/copilot-without-version',
    'The list is at /servers too: a build of Copilot CLI asks there',
    'github/copilot-cli issue 3436',
    async ({ registry }) => {
      const bare = await registry.send('/servers?limit=2')
      const listed = await registry.send('/v0.1/servers?limit=2')
      expectSame(entriesOf(expectStatus(bare, 200)), entriesOf(listed), 'the same as at /v0.1')
    },
  ),
  should(
    'clients/un-encoded-name',
    'A name is understood with its slash as it is: some clients do not encode it',
    'microsoft/vscode issue 276579',
    async ({ registry, sample }) => {
      const [listed] = await sample.latest()
      const { name } = nonNull(listed)
      for (const path of [
        `/v0.1/servers/${name}/versions`,
        `/v0.1/servers/${name}/versions/latest`,
      ]) {
        const plain = expectStatus(await registry.send(path), 200)
        const encoded = await registry.send(path.replace(name, encodeURIComponent(name)))
        expectSame(entriesOf(plain), entriesOf(encoded), 'the same as for the encoded name')
      }
    },
  ),
  should(
    'clients/v0',
    'What is at /v0.1 is at /v0 too, where older clients look',
    VS_CODE,
    async ({ registry, sample }) => {
      const [listed] = await sample.latest()
      for (const path of [
        '/v0.1/servers?limit=2',
        pathOf(nonNull(listed).name),
        pathOf(nonNull(listed).name, 'latest'),
      ]) {
        const older = expectStatus(await registry.send(path.replace('/v0.1/', '/v0/')), 200)
        const current = await registry.send(path)
        expectSame(entriesOf(older), entriesOf(current), 'the same as at /v0.1')
      }
    },
  ),
]

function nonNull(listed: Listed | undefined): Listed {
  if (!listed) throw new NotApplicable('the registry lists no server')
  return listed
}
