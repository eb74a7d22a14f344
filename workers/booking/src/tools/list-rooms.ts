import { defineTool, type ToolContext } from '@toolgraph/worker'
import * as z from 'zod'
import type { BookingEnvironment } from './environment.ts'
import { roomSchema, toRoom } from './schemas.ts'

export const listRoomsTool = defineTool({
  name: 'list_rooms',
  title: 'List rooms',
  description: 'Lists the rooms that can be booked, with their names and how many people fit in.',
  translations: {
    ja: {
      title: '部屋の一覧',
      description: '予約できる部屋と、その名前・定員を一覧にします。',
      fields: {
        seats: { title: '人数', description: 'この人数が座れる部屋だけを表示します' },
      },
    },
  },
  input: z.object({
    seats: z
      .int()
      .min(1)
      .max(100)
      .default(1)
      .meta({ title: 'Seats', description: 'Only rooms with at least so many seats' }),
  }),
  output: z.object({ rooms: z.array(roomSchema) }),
  scopes: ['booking:read'],
  annotations: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
  run: async ({ seats }, { env }: ToolContext<BookingEnvironment>) => {
    const rooms = await env.bookings.listRooms()
    return { rooms: rooms.filter((room) => room.capacity >= seats).map(toRoom) }
  },
})
