import type { RoomId } from './room.ts'

/** A time span; the end is not part of it, so that one may begin where another ends. */
export interface Span {
  startsAt: Date
  endsAt: Date
}

/** A room held by a person for a time. */
export interface Booking extends Span {
  id: string
  roomId: RoomId
  /** The issuer's `sub` of the person. */
  subject: string
  title: string
  /** Set: it does not stand any more. */
  cancelledAt: Date | undefined
}
