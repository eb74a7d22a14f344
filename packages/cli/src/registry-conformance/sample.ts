import { NotApplicable } from './conformance-case.ts'
import { getPage, type Listed, pathOf } from './listed.ts'
import type { Registry } from './registry.ts'

/** What the registry lists: enough to know what to ask for. Each part is read once, when a case first needs it. */
export interface Sample {
  /** Some entries of the list, one at least. */
  entries(): Promise<readonly Listed[]>
  /** The latest versions of some servers, one at least. */
  latest(): Promise<readonly Listed[]>
  /** One server, and all its versions: of those looked at, the one with most. */
  server(): Promise<{ name: string; versions: readonly Listed[] }>
}

const LOOKED_AT = 100
const SERVERS_LOOKED_AT = 5

/** Makes the sample of a registry. */
export function createSample(registry: Registry): Sample {
  const entries = once(async () => needOne(await list(registry, { limit: LOOKED_AT })))
  const latest = once(async () =>
    needOne(await list(registry, { limit: LOOKED_AT, version: 'latest' })),
  )
  const server = once(async () => {
    const listed = await entries()
    const counts = Map.groupBy(listed, ({ name }) => name)
    const names = [...counts].toSorted(([, a], [, b]) => b.length - a.length).map(([name]) => name)
    const found: { name: string; versions: readonly Listed[] }[] = []
    for (const name of names.slice(0, SERVERS_LOOKED_AT)) {
      const page = await getPage(registry, {}, pathOf(name))
      found.push({ name, versions: page.entries })
    }
    const [best] = found.toSorted((a, b) => b.versions.length - a.versions.length)
    if (!best) throw new NotApplicable('the registry lists no server')
    return best
  })
  return { entries, latest, server }
}

async function list(registry: Registry, query: Record<string, string | number>) {
  const { entries } = await getPage(registry, query)
  return entries.filter(({ name }) => name !== '')
}

function needOne(entries: readonly Listed[]): readonly Listed[] {
  if (entries.length === 0) throw new NotApplicable('the registry lists no server')
  return entries
}

/** What a sample cannot read is the failure of one case, which reads it itself; for the others it is no failure. */
function once<value>(read: () => Promise<value>): () => Promise<value> {
  let known: Promise<value> | undefined
  return () => {
    known ??= read().catch((cause: unknown) => {
      if (cause instanceof NotApplicable) throw cause
      throw new NotApplicable('what the registry lists cannot be read', { cause })
    })
    return known
  }
}
