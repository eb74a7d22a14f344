import type { AuditLog } from '../audit-log.ts'
import type { GrantStore } from '../authorization/grant-store.ts'
import type { ResourceDirectory } from '../resources/resource.ts'
import type { TokenSigner } from './access-token.ts'
import type { TokenStore } from './token-store.ts'

/** What the verbs of tokens need. */
export interface TokenContext extends TokenSigner {
  tokens: TokenStore
  grants: GrantStore
  resources: ResourceDirectory
  audit: AuditLog
}

/** What a client gets (RFC 6749 §5.1). */
export interface TokenSet {
  accessToken: string
  refreshToken?: string
  scopes: readonly string[]
  /** Seconds that the access token is good (default: `ACCESS_TOKEN_SECONDS`). */
  expiresIn?: number
}

/** How long an unused refresh token is good. Each use begins the time anew. */
export const REFRESH_LIFETIME_MS = 30 * 24 * 60 * 60 * 1000

/** How long one sign-in can be prolonged in all. */
export const FAMILY_LIFETIME_MS = 180 * 24 * 60 * 60 * 1000
