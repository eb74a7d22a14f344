/** What a person went away for: to sign in here, or to link a server. */
export type AuthorizationKind = 'sign-in' | 'link'

/** An authorization between the redirect and its return. The id is the hash of `state`. */
export interface StoredAuthorization {
  id: string
  kind: AuthorizationKind
  /** The hash of the cookie of the browser that began it. */
  browser: string
  /** The person who links; `undefined` when signing in. */
  subject: string | undefined
  /** Sealed. */
  payload: string
  expiresAt: Date
}

/** Keeps authorizations until their one return. */
export interface AuthorizationStore {
  create(authorization: StoredAuthorization): Promise<void>
  /** How many a person has under way. */
  countOf(subject: string, now: Date): Promise<number>
  /**
   * Takes an authorization out: of any number of callers one gets the payload. Another browser, another
   * kind and one that is late get nothing, and take nothing.
   */
  claim(claim: {
    id: string
    kind: AuthorizationKind
    browser: string
    now: Date
  }): Promise<string | undefined>
  /** Deletes what has expired. */
  purge(now: Date): Promise<void>
}
