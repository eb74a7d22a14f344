/** How a client proves itself at the token endpoint (RFC 7591 §2). */
export type ClientAuthMethod = 'none' | 'client_secret_basic' | 'client_secret_post'

/** The grants of this issuer. */
export type GrantType =
  'authorization_code' | 'refresh_token' | 'client_credentials' | typeof TOKEN_EXCHANGE

/** The grant of RFC 8693 §2.1. */
export const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'

/** Every way in which a client may prove itself here. */
export const CLIENT_AUTH_METHODS = ['none', 'client_secret_basic', 'client_secret_post'] as const

/** An application that asks for tokens. */
export interface Client {
  id: string
  /** `static`: configured; `document`: a Client ID Metadata Document; `registered`: RFC 7591. */
  kind: 'static' | 'document' | 'registered'
  /** Shown to people; already cleaned. */
  name: string
  /** Its own web site, where it named one. */
  uri?: string
  /** The id of its logo, where one was read from the host that its document stands on. */
  logo?: string
  redirectUris: readonly string[]
  authMethod: ClientAuthMethod
  /** SHA-256 of its secret, hex; absent for public clients. */
  secretHash?: string
  grantTypes: readonly GrantType[]
  /** Where it needs no consent: resource → scopes. Only this product's own applications. */
  trustedAt: Readonly<Record<string, readonly string[]>>
  /** What it may do as itself, by `client_credentials`: resource → scopes. */
  machineAccess: Readonly<Record<string, readonly string[]>>
  /** The resources whose tokens it may introspect. */
  introspects: 'all' | readonly string[]
  /** The resources that are its own: it may exchange tokens for them, to act for the person elsewhere. */
  actsAs: readonly string[]
}

/** A client that stands in the configuration. */
export interface StaticClient {
  id: string
  name: string
  uri?: string
  redirectUris?: readonly string[]
  /** Makes it confidential. */
  secret?: string
  /** Default: `client_secret_basic` with a secret, else `none`. */
  authMethod?: ClientAuthMethod
  /** Default: code and refresh where it has redirects, `client_credentials` where it has machine access. */
  grantTypes?: readonly GrantType[]
  trustedAt?: Readonly<Record<string, readonly string[]>>
  machineAccess?: Readonly<Record<string, readonly string[]>>
  introspects?: 'all' | readonly string[]
  actsAs?: readonly string[]
}

/** Says whether a client keeps a secret. */
export function isConfidential(client: Client): boolean {
  return client.authMethod !== 'none'
}

/** Says whether a client may act for people at other servers (RFC 8693). */
export function isActor(client: Client): boolean {
  return (
    isConfidential(client) && client.grantTypes.includes(TOKEN_EXCHANGE) && client.actsAs.length > 0
  )
}
