import { isErrorOf, POSTGRES_CODES, type Database } from '@toolgraph/database'
import type { Booking } from '../bookings/booking.ts'
import type { BookingStore } from '../bookings/booking-store.ts'
import { roomNotFound, roomTaken } from '../bookings/errors.ts'
import { isRoomId, type RoomId } from '../bookings/room.ts'

type BookingRow = NonNullable<Awaited<ReturnType<Database['booking']['findFirst']>>>

/** Creates the store, on Postgres. */
export function createBookingStore(database: Database): BookingStore {
  return {
    async listRooms() {
      const rows = await database.bookingRoom.findMany({
        orderBy: [{ capacity: 'desc' }, { id: 'asc' }],
      })
      // A room that a later version has added is not one that this version can book.
      return rows.flatMap((row) => (isRoomId(row.id) ? [{ ...row, id: row.id }] : []))
    },

    async listBusy(rooms, { startsAt, endsAt }) {
      const rows = await database.booking.findMany({
        where: {
          roomId: { in: [...rooms] },
          cancelledAt: null,
          startsAt: { lt: endsAt },
          endsAt: { gt: startsAt },
        },
        select: { roomId: true, startsAt: true, endsAt: true },
        orderBy: { startsAt: 'asc' },
      })
      return rows.map((row) => ({ ...row, roomId: toRoomId(row.roomId) }))
    },

    async create(booking) {
      try {
        // One at a time for a room: under the constraint alone, callers at the same moment wait for each
        // other in a ring, and Postgres takes a second to break each.
        return await database.$transaction(async (transaction) => {
          await transaction.$queryRaw`
            SELECT 1 FROM booking."BookingRoom" WHERE id = ${booking.roomId} FOR NO KEY UPDATE`
          return toBooking(await transaction.booking.create({ data: booking }))
        })
      } catch (error) {
        // The constraint booking_no_overlap: whoever comes second is refused, at whatever replica.
        if (isErrorOf(error, POSTGRES_CODES.exclusionViolation)) {
          throw roomTaken(booking.roomId, error)
        }
        if (isErrorOf(error, POSTGRES_CODES.foreignKeyViolation)) {
          throw roomNotFound(booking.roomId, error)
        }
        throw error
      }
    },

    async listOwn({ subject, endsAfter, withCancelled, limit }) {
      const rows = await database.booking.findMany({
        where: {
          subject,
          endsAt: { gt: endsAfter },
          ...(withCancelled ? {} : { cancelledAt: null }),
        },
        orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
        take: limit,
      })
      return rows.map(toBooking)
    },

    async findOwn(subject, id) {
      const row = await database.booking.findFirst({ where: { id, subject } })
      return row === null ? undefined : toBooking(row)
    },

    async cancelOwn(subject, id, at) {
      await database.booking.updateMany({
        where: { id, subject, cancelledAt: null },
        data: { cancelledAt: at },
      })
      return this.findOwn(subject, id)
    },
  }
}

function toBooking(row: BookingRow): Booking {
  const { id, subject, title, startsAt, endsAt, cancelledAt } = row
  const roomId = toRoomId(row.roomId)
  return { id, roomId, subject, title, startsAt, endsAt, cancelledAt: cancelledAt ?? undefined }
}

function toRoomId(value: string): RoomId {
  if (isRoomId(value)) return value
  throw new TypeError(`The tables hold a booking of an unknown room "${value}"`)
}
