/** What a client asks a person for, checked (RFC 6749 §4.1.1, RFC 7636, RFC 8707). */
export interface AuthorizationRequest {
  clientId: string
  redirectUri: string
  /** What it leads to: a code for the client, or a page of our own that needs the person's word. */
  endsIn: 'code' | 'page'
  /** The client's own, given back as it came. */
  state?: string
  scopes: string[]
  /** The canonical URI of the server the token is for. */
  resource?: string
  codeChallenge: string
  /** `login`: sign in anew; `consent`: ask even what was allowed before; `none`: show nothing. */
  prompt: Prompt[]
  /** Languages that the client suggests, best first. */
  uiLocales?: string
}

/** OpenID Connect Core §3.1.2.1. */
export type Prompt = 'none' | 'login' | 'consent' | 'select_account'

/** A request that waits for the person. */
export interface PendingRequest {
  /** SHA-256 of the id in the address. */
  id: string
  request: AuthorizationRequest
  /** SHA-256 of the cookie of the browser that began it. */
  browser: string
  createdAt: Date
  expiresAt: Date
}

/** How long a person has to sign in and decide. */
export const REQUEST_LIFETIME_MS = 30 * 60 * 1000

/** Keeps requests until they are answered. */
export interface RequestStore {
  save(pending: PendingRequest): Promise<void>
  find(id: string): Promise<PendingRequest | undefined>
  /** Takes a request out: true for one caller, whoever comes first. */
  finish(id: string): Promise<boolean>
}
