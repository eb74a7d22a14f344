/** A scope of a resource, in plain words. */
export interface ResourceScope {
  name: string
  /** English. */
  description: string
  /** In other languages, by language tag. */
  descriptions: Readonly<Record<string, string>>
}

/** A server that tokens are made for (RFC 8707). */
export interface Resource {
  /** Its canonical URI: the audience of its tokens. */
  uri: string
  /** Its name in the registry. */
  name: string
  title: string
  /** In other languages, by language tag. */
  titles: Readonly<Record<string, string>>
  scopes: readonly ResourceScope[]
}

/** What is known of a resource: `unavailable` when the registry could not be asked. */
export type ResourceAnswer =
  { found: true; resource: Resource } | { found: false; reason: 'unknown' | 'unavailable' }

/** Knows the resources that this issuer makes tokens for. */
export interface ResourceDirectory {
  find(uri: string): Promise<ResourceAnswer>
}

/**
 * Says whether two resource URIs are one: the same text, but for one slash at the end, which clients that
 * pass a URI through a URL parser add to a bare origin. Pure.
 */
export function isSameResource(a: string, b: string): boolean {
  return a.replace(/\/$/, '') === b.replace(/\/$/, '')
}

/** Says whether a text can be a resource URI at all (RFC 8707 §2). Pure. */
export function isResourceUri(uri: string): boolean {
  if (uri.length > 2048 || uri.includes('#') || /[\s\\]/.test(uri)) return false
  const url = URL.parse(uri)
  return url !== null && /^https?:$/.test(url.protocol) && !url.username && !url.password
}

/** Says whether a scope only reads; any other may change something. Pure. */
export function isReadScope(name: string): boolean {
  return (
    /(^|[:._-])(read|list|view|search)$/i.test(name) || /^(read|list|view|search)[:._-]/i.test(name)
  )
}
