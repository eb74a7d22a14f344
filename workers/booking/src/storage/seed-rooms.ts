import type { Database } from '@toolgraph/database'
import { ROOMS } from '../bookings/room.ts'

/** Sees to it that the rooms stand in the tables. Several processes may do so at once. */
export async function seedRooms(database: Database): Promise<void> {
  await database.bookingRoom.createMany({ data: [...ROOMS], skipDuplicates: true })
}
