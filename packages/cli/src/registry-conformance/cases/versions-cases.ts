import { findLatest } from '@toolgraph/server-json'
import { must, NotApplicable } from '../conformance-case.ts'
import { expectSame, expectThat } from '../expectations.ts'
import { getPage, keyOf, pathOf, toVersion, type Listed } from '../listed.ts'
import { META, VERSION, VERSIONING, VERSIONS } from '../sources.ts'

const MAX_VERSIONS = 10

const publishedAt = ({ official }: Listed) => String(official['publishedAt'] ?? '')

/** How a server's versions stand to each other. */
export const VERSIONS_CASES = [
  must(
    'versions/same-server',
    'All versions of a server are of that server, and each stands there once',
    VERSIONS,
    async ({ registry, sample }) => {
      const { name } = await sample.server()
      const { entries } = await getPage(registry, {}, pathOf(name))
      const names = [...new Set(entries.map((entry) => entry.name))]
      expectThat(names.length === 1 && names[0] === name, `only "${name}"`, names)
      const versions = entries.map(({ version }) => version)
      expectThat(new Set(versions).size === versions.length, 'each version once', versions)
    },
  ),
  must(
    'versions/order',
    'Versions come by the date of their publication, newest first',
    VERSIONS,
    async ({ sample }) => {
      const { versions } = await sample.server()
      const dates = versions.map(publishedAt).filter(Boolean)
      if (dates.length < 2) throw new NotApplicable('no server has two dated versions')
      const sorted = dates.toSorted((a, b) => Date.parse(b) - Date.parse(a))
      expectSame(dates, sorted, 'newest first')
    },
  ),
  must(
    'versions/one-latest',
    'Exactly one version of a server that is not deleted says isLatest',
    META,
    async ({ sample }) => {
      const { name, versions } = await sample.server()
      const latest = versions.filter(({ official }) => official['isLatest'] === true)
      expectThat(latest.length === 1, `one latest version of "${name}"`, latest.map(keyOf))
    },
  ),
  must(
    'versions/latest-rule',
    'The latest version is the highest semantic one; only where there is none, the one published last',
    VERSIONING,
    async ({ sample }) => {
      const { versions } = await sample.server()
      const marked = versions.find(({ official }) => official['isLatest'] === true)
      if (!marked) throw new NotApplicable('no version says isLatest')
      const highest = findLatest(
        versions.map((each) => ({ version: each.version, publishedAt: publishedAt(each) })),
      )
      expectThat(marked.version === highest?.version, `${highest?.version}`, marked.version)
    },
  ),
  must(
    'versions/latest',
    'The version "latest" is the one that says isLatest',
    VERSION,
    async ({ registry, sample }) => {
      const { name, versions } = await sample.server()
      const marked = versions.find(({ official }) => official['isLatest'] === true)
      if (!marked) throw new NotApplicable('no version says isLatest')
      const latest = toVersion(await registry.send(pathOf(name, 'latest')))
      expectThat(keyOf(latest) === keyOf(marked), keyOf(marked), keyOf(latest))
    },
  ),
  must(
    'versions/exact',
    'Each listed version is found at its own address, and says there the same',
    VERSION,
    async ({ registry, sample }) => {
      const { versions } = await sample.server()
      for (const listed of versions.slice(0, MAX_VERSIONS)) {
        const found = toVersion(await registry.send(pathOf(listed.name, listed.version)))
        expectSame(found.server, listed.server, `the server.json of ${keyOf(listed)}`)
        expectSame(found.official, listed.official, `the metadata of ${keyOf(listed)}`)
      }
    },
  ),
  must(
    'versions/listed',
    'What the list has of a server stands among its versions',
    VERSIONS,
    async ({ registry, sample }) => {
      const [listed] = await sample.latest()
      const { entries } = await getPage(registry, {}, pathOf(listed?.name ?? ''))
      const versions = entries.map(({ version }) => version)
      expectThat(
        versions.includes(listed?.version ?? ''),
        `${listed?.version} among them`,
        versions,
      )
    },
  ),
]
