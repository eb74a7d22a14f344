import { defineTool, type ToolContext } from '@toolgraph/worker'
import * as z from 'zod'
import { findAvailability } from '../bookings/find-availability.ts'
import type { BookingEnvironment } from './environment.ts'
import { momentSchema, roomIdJa, roomIdSchema, spanSchema, toSpan } from './schemas.ts'

const availabilitySchema = z.object({
  roomId: z.string(),
  roomName: z.string(),
  capacity: z.int(),
  free: z.array(spanSchema).describe('When the room can be booked'),
  busy: z.array(spanSchema).describe('When it is held; by whom is not told'),
})

export const findAvailabilityTool = defineTool({
  name: 'find_availability',
  title: 'Find a free room',
  description:
    'Finds when rooms are free within some hours. Use it before create_booking to choose a room and a time.',
  translations: {
    ja: {
      title: '空室を探す',
      description: '指定した時間の中で部屋が空いている時間帯を探します。予約の前に使います。',
      fields: {
        from: { title: '開始日時', description: 'この日時から後を探します' },
        hours: { title: '探す範囲（時間）', description: '開始日時から何時間先まで探すか' },
        minutes: { title: '利用時間（分）', description: '続けて空いている必要がある長さ' },
        seats: { title: '人数', description: 'この人数が座れる部屋だけを探します' },
        roomId: { ...roomIdJa, description: '1つの部屋だけを探すとき' },
      },
    },
  },
  input: z.object({
    from: momentSchema.meta({ title: 'From', description: 'Where the search begins' }),
    hours: z
      .int()
      .min(1)
      .max(168)
      .default(8)
      .meta({ title: 'Hours', description: 'How many hours from there are searched' }),
    minutes: z
      .int()
      .min(5)
      .max(1440)
      .default(30)
      .meta({ title: 'Minutes', description: 'How long the room must be free at a time' }),
    seats: z
      .int()
      .min(1)
      .max(100)
      .default(1)
      .meta({ title: 'Seats', description: 'Only rooms with at least so many seats' }),
    roomId: roomIdSchema.optional().meta({ title: 'Room', description: 'One room only' }),
  }),
  output: z.object({ rooms: z.array(availabilitySchema) }),
  scopes: ['booking:read'],
  annotations: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
  run: async (
    { from, hours, minutes, seats, roomId },
    { env }: ToolContext<BookingEnvironment>,
  ) => {
    const one = roomId === undefined ? {} : { roomId }
    const found = await findAvailability(env, {
      from: new Date(from),
      hours,
      minutes,
      seats,
      ...one,
    })
    return {
      rooms: found.map(({ room, free, busy }) => ({
        roomId: room.id,
        roomName: room.name,
        capacity: room.capacity,
        free: free.map(toSpan),
        busy: busy.map(toSpan),
      })),
    }
  },
})
