/** So many units of one product. */
export interface Line {
  productId: string
  quantity: number
}

/** Units that are kept for a person. */
export interface Reservation {
  /** Chosen by the caller, one for each reservation of a person. */
  key: string
  lines: Line[]
  expiresAt: Date
  /** Set: the units have left the shelf, and it does not expire any more. */
  confirmedAt: Date | undefined
  /** Set: the units can be had again. */
  releasedAt: Date | undefined
}

/** How a reservation stands at a moment. */
export type ReservationStatus = 'held' | 'confirmed' | 'released' | 'expired'

/** Tells how a reservation stands. */
export function statusOf(reservation: Reservation, at: Date): ReservationStatus {
  if (reservation.releasedAt !== undefined) return 'released'
  if (reservation.confirmedAt !== undefined) return 'confirmed'
  return reservation.expiresAt > at ? 'held' : 'expired'
}
