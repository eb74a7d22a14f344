import type { ServerJson } from '@toolgraph/server-json'
import { toCanonicalUrl, type Manifest } from './server.ts'
import { titleFromName } from './title-from-name.ts'

/**
 * What a publication says of its server, apart from its tools: the columns by which it is listed and found. What is
 * null is said not to be; what is absent is not spoken of, and stays as it is.
 */
export interface ServerFacts {
  readonly title: string
  readonly description: string
  readonly url: string | null
  readonly transport: 'streamable-http' | 'sse' | null
  readonly websiteUrl: string | null
  readonly repositoryUrl: string | null
  /** The first icon's address; `data:` alone for one that stands in the manifest. */
  readonly iconUrl: string | null
  readonly tags: readonly string[]
  readonly categories?: readonly string[]
  readonly region?: string | null
  readonly translations?: unknown
  /** The scopes of its tools, with their reasons. */
  readonly scopes?: NonNullable<Manifest['scopes']>
}

/** Reads what a publication in our own form says. */
export function factsOfManifest(manifest: Manifest): ServerFacts {
  const { title, description, url, websiteUrl, repositoryUrl, icons = [] } = manifest
  return {
    title,
    description,
    url: url ?? null,
    transport: url ? 'streamable-http' : null,
    websiteUrl: websiteUrl ?? null,
    repositoryUrl: repositoryUrl ?? null,
    iconUrl: findIcon(icons.map(({ src }) => src)),
    tags: manifest.tags ?? [],
    categories: manifest.categories ?? [],
    region: manifest.region ?? null,
    translations: manifest.translations ?? {},
    scopes: manifest.scopes ?? [],
  }
}

/** Reads what a `server.json` says. It has no place for tools, scopes, categories and other languages. */
export function factsOfServerJson(serverJson: ServerJson): ServerFacts {
  const { name = '', title, description = '', websiteUrl, repository, icons = [] } = serverJson
  return {
    title: title?.trim() || titleFromName(name),
    description,
    ...pickRemote(serverJson),
    websiteUrl: websiteUrl && isWebAddress(websiteUrl) ? websiteUrl : null,
    repositoryUrl: repository?.url && isWebAddress(repository.url) ? repository.url : null,
    iconUrl: icons.flatMap(({ src }) => src ?? []).find(isHttps) ?? null,
    tags: packageSources(serverJson),
  }
}

/** Every address that a `server.json` claims for its server, as it is written and in our one spelling. */
export function claimedUrls({ remotes = [] }: ServerJson): string[] {
  const urls = remotes.flatMap(({ url }) => url ?? [])
  return [...new Set([...urls, ...urls.filter(isHttps).map(toCanonicalUrl)])]
}

/** The first streamable HTTP endpoint that can be called as it stands, else the first SSE one. */
function pickRemote({ remotes = [] }: ServerJson): Pick<ServerFacts, 'url' | 'transport'> {
  const usable = remotes.flatMap(({ type, url }) =>
    url !== undefined && !/[{}]/.test(url) && isHttps(url) ? [{ type, url }] : [],
  )
  for (const transport of ['streamable-http', 'sse'] as const) {
    const remote = usable.find(({ type }) => type === transport)
    if (remote) return { url: toCanonicalUrl(remote.url), transport }
  }
  return { url: null, transport: null }
}

/** Where it can be installed from: `npm`, `pypi`, `oci`. */
function packageSources({ packages = [] }: ServerJson): string[] {
  const sources = packages.flatMap(({ registryType }) => registryType ?? [])
  return [...new Set(sources)].sort()
}

function findIcon(sources: readonly string[]): string | null {
  const isInline = sources.some((src) => /^data:/i.test(src))
  return sources.find(isHttps) ?? (isInline ? 'data:' : null)
}

function isHttps(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'https:'
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}
