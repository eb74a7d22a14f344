import type { Standing } from './ownership.ts'
import type { MemberRole } from './permissions.ts'

/** How long an offer stands. */
export const TRANSFER_DAYS = 14
/** How many offers of one owner may stand before another. */
export const MAX_OPEN_TRANSFERS = 50

/** Where an offer stands. */
export type TransferState = 'offered' | 'accepted' | 'declined' | 'cancelled' | 'expired'

/** An offer of a server to another owner. */
export interface Transfer {
  readonly id: string
  readonly state: TransferState
  readonly fromOwnerId: string
  readonly toOwnerId: string
  /** The viewer's role with the owner who offered it, and with the one it is offered to. */
  readonly fromRole: MemberRole | undefined
  readonly toRole: MemberRole | undefined
}

/** A server and an offer of it, as the one who settles it needs them. */
export interface KnownTransfer {
  readonly serverId: string
  /** Where the viewer stands with the server, which is still its first owner's. */
  readonly server: Standing
  /** The newest offer, or the one that was named. */
  readonly transfer: Transfer | undefined
}
