import { CodedError } from '@toolgraph/errors'

/** Why a verb of booking refuses. */
export type BookingErrorCode =
  | 'ERR_ROOM_TAKEN'
  | 'ERR_ROOM_NOT_FOUND'
  | 'ERR_TIME_PAST'
  | 'ERR_TIME_TOO_FAR'
  | 'ERR_BOOKING_NOT_FOUND'
  | 'ERR_BOOKING_OVER'

/** A refusal that the person can act on. */
export class BookingError extends CodedError<BookingErrorCode> {
  override readonly name = 'BookingError'
}

export function roomTaken(roomId: string, cause?: unknown): BookingError {
  return new BookingError(
    'ERR_ROOM_TAKEN',
    `Cannot book room "${roomId}": somebody has it at that time; find_availability shows when it is free`,
    { cause },
  )
}

export function roomNotFound(roomId: string, cause?: unknown): BookingError {
  return new BookingError('ERR_ROOM_NOT_FOUND', `Cannot find room "${roomId}"`, { cause })
}

export function timePast(): BookingError {
  return new BookingError('ERR_TIME_PAST', 'Cannot book a room: that time has already begun')
}

export function timeTooFar(years: number): BookingError {
  return new BookingError(
    'ERR_TIME_TOO_FAR',
    `Cannot book a room: that is more than ${years} years ahead`,
  )
}

/** Says the same of a booking that is somebody else's: who asks learns nothing of it. */
export function bookingNotFound(id: string): BookingError {
  return new BookingError('ERR_BOOKING_NOT_FOUND', `Cannot find booking "${id}" among yours`)
}

export function bookingOver(id: string): BookingError {
  return new BookingError('ERR_BOOKING_OVER', `Cannot cancel booking "${id}": it is over`)
}
