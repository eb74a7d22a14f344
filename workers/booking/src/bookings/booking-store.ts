import type { Booking, Span } from './booking.ts'
import type { Room, RoomId } from './room.ts'

/** What verbs work with. */
export interface BookingContext {
  readonly bookings: BookingStore
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** Keeps rooms and bookings. */
export interface BookingStore {
  /** All rooms, the largest first. */
  listRooms(): Promise<Room[]>
  /** When rooms are held within a span: times only, never whose or what for. In order of time. */
  listBusy(rooms: readonly RoomId[], span: Span): Promise<(Span & { roomId: RoomId })[]>
  /**
   * Holds a room. Two calls for overlapping times never both succeed, wherever they run.
   *
   * @throws BookingError `ERR_ROOM_TAKEN`, `ERR_ROOM_NOT_FOUND`
   */
  create(booking: Span & Pick<Booking, 'roomId' | 'subject' | 'title'>): Promise<Booking>
  /** One person's bookings that end after a moment, in order of time. */
  listOwn(filter: OwnBookings): Promise<Booking[]>
  /** One person's booking; anybody else's is not found. */
  findOwn(subject: string, id: string): Promise<Booking | undefined>
  /** Ends one person's booking that still stands. Cancelling twice keeps the first time. */
  cancelOwn(subject: string, id: string, at: Date): Promise<Booking | undefined>
}

/** Which of a person's bookings. */
export interface OwnBookings {
  subject: string
  endsAfter: Date
  withCancelled: boolean
  limit: number
}
