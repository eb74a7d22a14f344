import type { Line, Reservation } from './reservation.ts'

/** Keeps the shelf and what is held of it. Each call is all or nothing, wherever it runs. */
export interface StockStore {
  /**
   * Holds all lines or none. With a key that the person has used, returns the reservation of that time.
   *
   * @throws ProductError `ERR_PRODUCT_NOT_FOUND`, `ERR_STOCK_SHORT`
   */
  reserve(wish: ReservationWish, at: Date): Promise<Reservation>
  /**
   * Takes the units of a person's reservation off the shelf, for good. Doing it again changes nothing.
   *
   * @throws ProductError `ERR_RESERVATION_…`
   */
  confirm(subject: string, key: string, at: Date): Promise<Reservation>
  /**
   * Lets a person's reservation go; confirmed units go back to the shelf. Doing it again changes nothing.
   *
   * @throws ProductError `ERR_RESERVATION_NOT_FOUND`
   */
  release(subject: string, key: string, at: Date): Promise<Reservation>
  /**
   * Puts units on the shelf.
   *
   * @throws ProductError `ERR_PRODUCT_NOT_FOUND`, `ERR_STOCK_FULL`
   */
  restock(line: Line): Promise<void>
}

/** What somebody wants to hold. */
export interface ReservationWish {
  subject: string
  key: string
  /** Each product once. */
  lines: readonly Line[]
  expiresAt: Date
}
