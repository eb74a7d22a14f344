import type { VersionPosition, VersionStore } from '../registry/version-store.ts'

const AT_ONCE = 1000

/**
 * Writes all that everybody may see as a dump of the standard's shape, piece by piece: what `importRegistry` reads, and
 * what `GET /v0.1/servers` lists. Deleted versions are among them: whoever mirrors must learn of them.
 *
 * @returns The number of records, when the last piece was taken
 */
export async function* exportRegistry(
  versions: Pick<VersionStore, 'list'>,
): AsyncGenerator<string, number> {
  let count = 0
  let after: VersionPosition | undefined
  yield '{"servers":['
  do {
    const page = await versions.list(undefined, { limit: AT_ONCE, includeDeleted: true, after })
    if (page.length > 0)
      yield `${count > 0 ? ',' : ''}\n${page.map(({ json }) => json).join(',\n')}`
    count += page.length
    after = page.length === AT_ONCE ? page.at(-1) : undefined
  } while (after)
  yield `\n],"metadata":{"count":${count}}}\n`
  return count
}
