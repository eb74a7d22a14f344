import type { Span } from './booking.ts'
import type { BookingContext } from './booking-store.ts'
import type { Room, RoomId } from './room.ts'

/** When somebody looks for a room. */
export interface AvailabilityWish {
  /** One room only (default: all) */
  roomId?: RoomId
  from: Date
  hours: number
  /** Free spans shorter than this are left out. */
  minutes: number
  /** Rooms with fewer seats are left out. */
  seats: number
}

/** When one room is held and when it is free. It never says by whom or what for. */
export interface Availability {
  room: Room
  busy: Span[]
  free: Span[]
}

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

/** Finds when rooms are free. */
export async function findAvailability(
  context: BookingContext,
  wish: AvailabilityWish,
): Promise<Availability[]> {
  const span = { startsAt: wish.from, endsAt: new Date(wish.from.getTime() + wish.hours * HOUR_MS) }
  const rooms = (await context.bookings.listRooms()).filter(
    (room) => room.capacity >= wish.seats && (wish.roomId ?? room.id) === room.id,
  )
  const ids = rooms.map((room) => room.id)
  const held = await context.bookings.listBusy(ids, span)

  return rooms.map((room) => {
    const busy = held
      .filter((booking) => booking.roomId === room.id)
      .map((booking) => clip(booking, span))
    return { room, busy, free: freeBetween(busy, span, wish.minutes) }
  })
}

/** What is left of a span when the held times are taken out. Pure. */
export function freeBetween(busy: readonly Span[], span: Span, minutes: number): Span[] {
  const free: Span[] = []
  let begin = span.startsAt
  for (const held of [...busy, { startsAt: span.endsAt, endsAt: span.endsAt }]) {
    const gap = held.startsAt.getTime() - begin.getTime()
    if (gap > 0 && gap >= minutes * MINUTE_MS) free.push({ startsAt: begin, endsAt: held.startsAt })
    if (held.endsAt > begin) begin = held.endsAt
  }
  return free
}

function clip({ startsAt, endsAt }: Span, span: Span): Span {
  return {
    startsAt: startsAt < span.startsAt ? span.startsAt : startsAt,
    endsAt: endsAt > span.endsAt ? span.endsAt : endsAt,
  }
}
