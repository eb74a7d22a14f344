import { compareVersions } from '@toolgraph/server-json'
import { guessCategories } from './guess-categories.ts'
import type { Oddities } from './oddity.ts'
import {
  listOf,
  repositoryUrlOf,
  textOf,
  webAddress,
  type ImportedVersion,
} from './parse-record.ts'
import { titleFromName } from '../registry/title-from-name.ts'

/** A server as it will stand, with all its versions. */
export interface PlannedServer {
  name: string
  /** The name in lower case. */
  nameKey: string
  title: string
  description: string
  /** The latest one. */
  version: string
  /** The endpoint; `null` for servers that are only packages. */
  baseUrl: string | null
  transport: 'streamable-http' | 'sse' | null
  websiteUrl: string | null
  repositoryUrl: string | null
  iconUrl: string | null
  /** Where it can be installed from: `npm`, `pypi`, `oci`. */
  tags: string[]
  categories: string[]
  status: ImportedVersion['status']
  publishedAt: string | undefined
  versions: ImportedVersion[]
}

/**
 * Turns the versions that a registry lists into servers: the latest version says how each one stands.
 *
 * Pure: no I/O, no clock.
 */
export function planImport(
  versions: readonly ImportedVersion[],
  oddities: Oddities,
): PlannedServer[] {
  const byKey = Map.groupBy(versions, ({ name }) => name.toLowerCase())
  return [...byKey].map(([nameKey, all]) => {
    if (new Set(all.map(({ name }) => name)).size > 1) {
      oddities.add('name_differs_by_case', all[0]?.name ?? nameKey)
    }
    const distinct = withoutRepeated(all, oddities)
    return planServer(distinct, pickLatest(distinct, oddities), oddities)
  })
}

function withoutRepeated(versions: readonly ImportedVersion[], oddities: Oddities) {
  const byVersion = new Map<string, ImportedVersion>()
  for (const version of versions) {
    const earlier = byVersion.get(version.version)
    // The same record again is what happens when a list grows while it is paged through.
    if (earlier && JSON.stringify(earlier) !== JSON.stringify(version)) {
      oddities.add('version_twice', version.name, version.version)
    }
    byVersion.set(version.version, version)
  }
  return [...byVersion.values()]
}

function pickLatest(versions: readonly ImportedVersion[], oddities: Oddities): ImportedVersion {
  const claims = versions.filter(({ isLatest }) => isLatest === true)
  const [claimed] = claims
  if (claimed && claims.length === 1) return claimed
  const standing = versions.filter(({ status }) => status !== 'deleted')
  const candidates = [claims, standing, versions].find((list) => list.length > 0) ?? []
  const [first, ...others] = candidates
  if (!first) throw new TypeError('A server has at least one version')
  if (versions.length > 1) oddities.add('latest_unclear', first.name)
  return others.reduce((best, next) => (compareVersions(next, best) > 0 ? next : best), first)
}

/**
 * Makes a server of what its latest version says.
 *
 * Pure: no I/O, no clock.
 *
 * @param versions Those that are to be written with it
 */
export function planServer(
  versions: ImportedVersion[],
  latest: ImportedVersion,
  oddities: Oddities,
): PlannedServer {
  const { name, manifest, version, status, publishedAt } = latest
  const title = textOf(manifest['title'], 200) || titleFromName(name)
  const description = textOf(manifest['description'], 2000)
  return {
    name,
    nameKey: name.toLowerCase(),
    title,
    description,
    version,
    ...pickRemote(latest, oddities),
    websiteUrl: webAddress(manifest['websiteUrl']),
    repositoryUrl: repositoryUrlOf(manifest),
    iconUrl: iconOf(manifest),
    tags: packageSources(manifest),
    categories: guessCategories({ names: `${name} ${title}`, description }),
    status,
    publishedAt,
    versions,
  }
}

/** `{variable}`, and what people write who do not know it: `[YOUR_TOKEN]`, `<id>`. */
const PLACEHOLDER = /[{}[\]<>]|%7B/i

/** The first streamable HTTP endpoint that can be called as it stands, else the first SSE one. */
function pickRemote({ name, manifest }: ImportedVersion, oddities: Oddities) {
  const remotes = listOf(manifest['remotes']).map(({ type, url }) => ({ type, url: textOf(url) }))
  const usable = remotes.filter(({ url }) => !PLACEHOLDER.test(url) && isHttps(url))
  for (const transport of ['streamable-http', 'sse'] as const) {
    const remote = usable.find(({ type }) => type === transport)
    if (remote) return { baseUrl: remote.url, transport }
  }
  if (remotes.length > 0) {
    const isTemplate = remotes.every(({ url }) => PLACEHOLDER.test(url))
    oddities.add(
      isTemplate ? 'address_template' : 'address_invalid',
      name,
      remotes[0]?.url.slice(0, 120),
    )
  }
  return { baseUrl: null, transport: null }
}

function isHttps(url: string): boolean {
  return webAddress(url) !== null && new URL(url).protocol === 'https:'
}

function iconOf(manifest: ImportedVersion['manifest']): string | null {
  const icon = listOf(manifest['icons'])
    .map(({ src }) => textOf(src))
    .find(isHttps)
  return icon ?? null
}

function packageSources(manifest: ImportedVersion['manifest']): string[] {
  const sources = listOf(manifest['packages']).map(({ registryType }) => textOf(registryType, 40))
  return [...new Set(sources.filter(Boolean))].sort()
}
