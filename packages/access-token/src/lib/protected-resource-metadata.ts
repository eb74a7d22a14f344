/** A resource, in our words. */
export interface ProtectedResource {
  /** The canonical URI of the resource: what a token's audience must be. */
  resource: string
  /** Issuer identifiers whose tokens it takes. */
  authorizationServers: readonly string[]
  /** The least scopes to begin with; more are asked for by a 403 (default: not said). */
  scopes?: readonly string[]
  /** A name for people. */
  name?: string
  /** The same name in other languages, by BCP 47 tag. */
  names?: Readonly<Record<string, string>>
  /** A page for developers. */
  documentationUrl?: string
}

/** An OAuth 2.0 protected resource metadata document (RFC 9728 §2), as it goes over the wire. */
export interface ProtectedResourceMetadata {
  resource: string
  authorization_servers: string[]
  bearer_methods_supported: ['header']
  scopes_supported?: string[]
  resource_name?: string
  resource_documentation?: string
  /** `resource_name#ja` and the like (RFC 9728 §2.1). */
  [localized: `resource_name#${string}`]: string
}

/** Writes the RFC 9728 document of a resource. */
export function protectedResourceMetadata(options: ProtectedResource): ProtectedResourceMetadata {
  const { resource, authorizationServers, scopes, name, names = {}, documentationUrl } = options
  return {
    resource,
    authorization_servers: [...authorizationServers],
    bearer_methods_supported: ['header'],
    ...(scopes === undefined ? {} : { scopes_supported: [...scopes] }),
    ...(name === undefined ? {} : { resource_name: name }),
    ...Object.fromEntries(
      Object.entries(names).map(([tag, value]) => [`resource_name#${tag}`, value]),
    ),
    ...(documentationUrl === undefined ? {} : { resource_documentation: documentationUrl }),
  }
}

/** Where the document of a resource is: the well-known segment goes before its path (RFC 9728 §3.1). */
export function resourceMetadataUrl(resource: string): string {
  const url = new URL(resource)
  const path = url.pathname === '/' ? '' : url.pathname
  return `${url.origin}/.well-known/oauth-protected-resource${path}${url.search}`
}
