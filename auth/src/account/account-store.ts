import type { GrantKey } from '../authorization/grant-store.ts'
import type { AuditAction } from '../audit-log.ts'

/** What stands between a person and a client at one resource: a grant, a sign-in that can be prolonged, or both. */
export interface StandingAccess extends GrantKey {
  scopes: string[]
  /** Whether the person allowed it; a client that the operator trusts was never asked about. */
  isGranted: boolean
  /** Since when it stands. */
  since: Date
  /** When a token was last made by it; `undefined` where none is known. */
  lastUsedAt?: Date
}

/** Something that happened in a person's name, as the audit log keeps it. */
export interface PastEvent<action extends AuditAction = AuditAction> {
  action: action
  clientId?: string
  detail: Readonly<Record<string, unknown>>
  createdAt: Date
}

/** Which events, and how many. */
export interface EventQuery<action extends AuditAction> {
  userId: string
  actions: readonly action[]
  limit: number
}

/** Reads what stands in a person's name, and ends it. Every question names the person. */
export interface AccountStore {
  hasPassword(userId: string): Promise<boolean>
  /** What stands now, latest used first. */
  listAccess(userId: string, now: Date): Promise<StandingAccess[]>
  /**
   * Ends what stands between a person and a client at a resource: the grant, codes that are under way, and
   * every refresh family, all or nothing. False where nothing stood.
   */
  removeAccess(key: GrantKey, now: Date): Promise<boolean>
  /** The latest events, newest first. */
  listEvents<action extends AuditAction>(query: EventQuery<action>): Promise<PastEvent<action>[]>
}
