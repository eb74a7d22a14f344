/** What goes out with a person to a provider. */
export interface Outward {
  redirectUri: string
  /** Comes back with the person. */
  state: string
  /** Comes back in the ID token (OpenID Connect Core §3.1.2.1). */
  nonce: string
  /** Proves to the provider that whoever redeems the code sent the person (RFC 7636). */
  codeVerifier: string
  /** The language of our own pages. */
  locale: string
  /** Whether the person is to choose an account there, even with one signed in. */
  chooseAccount: boolean
}

/** What comes back with a person. */
export interface Homeward {
  /** The query of the callback, unchecked. */
  answer: URLSearchParams
  redirectUri: string
  state: string
  nonce: string
  codeVerifier: string
}

/** Who somebody is at a provider. */
export interface Profile {
  /** The provider's own name for the person; never used again for another. */
  subject: string
  /** An e-mail address that the provider says it has verified; absent without one. */
  email?: string
  /** What the person is called there. */
  name?: string
}

/**
 * One provider, as we talk with it.
 *
 * Both throw whatever went wrong there or on the way; `toFailure()` reads it.
 */
export interface Upstream {
  /** The address at which the person signs in. */
  authorizationUrl(outward: Outward): Promise<URL>
  /** Redeems the code and checks everything that comes for it. */
  identify(homeward: Homeward): Promise<Profile>
}

/** Largest answer of a provider: discovery documents and key sets of big ones have tens of kilobytes. */
export const MAX_PROVIDER_BYTES = 256 * 1024

/** Longest time for one request to a provider. */
export const MAX_PROVIDER_MS = 5_000

/** Longest time for all that is asked of a provider in one step: nobody looks at a blank page for longer. */
export const MAX_UPSTREAM_MS = 12_000
