import * as z from 'zod'
import {
  isResourceUri,
  isSameResource,
  type Resource,
  type ResourceAnswer,
  type ResourceDirectory,
} from './resource.ts'

/** What the directory is made of. */
export interface DirectoryOptions {
  /** The resources of this product itself; they need no registry. */
  own: readonly Resource[]
  /** Where the registry answers `GET /registry/resources?uri=`. */
  graphUrl: string
  /** This issuer: a resource counts only if it names it. */
  issuer: string
  fetch: typeof fetch
  now: () => number
  /** Told why the registry could not be asked. */
  onFault?: (cause: unknown) => void
}

const FRESH_MS = 60_000
/** A server that was just published is found at the next try. */
const UNKNOWN_FRESH_MS = 2_000
const LOOKUP_TIMEOUT_MS = 5_000
const MAX_CACHED = 1_000

const localized = z.record(z.string(), z.string()).default({})
const registryAnswer = z.object({
  resource: z.string(),
  name: z.string(),
  title: z.string(),
  titles: localized,
  issuer: z.string().nullish(),
  scopes: z.array(
    z.object({ name: z.string(), description: z.string().default(''), descriptions: localized }),
  ),
})

/** Makes the directory of resources: our own, then those of the registry, asked at most once a minute each. */
export function createResourceDirectory(options: DirectoryOptions): ResourceDirectory {
  const { own, now } = options
  const cache = new Map<string, { until: number; answer: ResourceAnswer }>()

  return {
    async find(uri) {
      if (!isResourceUri(uri)) return { found: false, reason: 'unknown' }
      const ours = own.find((one) => isSameResource(one.uri, uri))
      if (ours) return { found: true, resource: ours }

      const cached = cache.get(uri)
      if (cached && cached.until > now()) return cached.answer
      const answer = await askRegistry(options, uri)
      // "Could not be asked" is never kept: it fails closed now and is tried again next time.
      if (answer.found || answer.reason === 'unknown') remember(uri, answer)
      return answer
    },
  }

  function remember(uri: string, answer: ResourceAnswer): void {
    if (cache.size >= MAX_CACHED) cache.delete(cache.keys().next().value ?? '')
    cache.set(uri, { until: now() + (answer.found ? FRESH_MS : UNKNOWN_FRESH_MS), answer })
  }
}

async function askRegistry(
  { graphUrl, issuer, fetch, onFault }: DirectoryOptions,
  uri: string,
): Promise<ResourceAnswer> {
  try {
    const address = new URL('/registry/resources', graphUrl)
    address.searchParams.set('uri', uri)
    const response = await fetch(address, {
      // Not followed: a redirect is no answer of ours. (workerd knows no `error`.)
      redirect: 'manual',
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(LOOKUP_TIMEOUT_MS),
    })
    if (response.status === 404) {
      await response.body?.cancel()
      return { found: false, reason: 'unknown' }
    }
    if (!response.ok) throw new Error(`The registry answered HTTP ${response.status}`)

    const {
      resource: canonical,
      issuer: named,
      ...rest
    } = registryAnswer.parse(await response.json())
    // A resource that trusts another issuer must not get tokens of ours.
    const isOurs = named === issuer && isSameResource(canonical, uri)
    return isOurs
      ? { found: true, resource: { uri: canonical, ...rest } }
      : { found: false, reason: 'unknown' }
  } catch (cause) {
    onFault?.(cause)
    return { found: false, reason: 'unavailable' }
  }
}
