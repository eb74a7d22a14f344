import { isPlainText } from '@toolgraph/house-server'
import { defineTool, getUser, type ToolContext } from '@toolgraph/worker'
import * as z from 'zod'
import { createBooking } from '../bookings/create-booking.ts'
import type { BookingEnvironment } from './environment.ts'
import { bookingSchema, momentSchema, roomIdJa, roomIdSchema, toBooking } from './schemas.ts'

export const createBookingTool = defineTool({
  name: 'create_booking',
  title: 'Book a room',
  description:
    'Books a room for the person who is signed in. Refuses a time that somebody else has; find_availability shows free times.',
  translations: {
    ja: {
      title: '部屋を予約する',
      description:
        'サインインしている人のために部屋を予約します。すでに予約のある時間は取れません。空き時間は「空室を探す」でわかります。',
      fields: {
        roomId: roomIdJa,
        startsAt: { title: '開始日時', description: '予約が始まる日時' },
        minutes: { title: '利用時間（分）', description: '最長8時間' },
        title: { title: '用件', description: '部屋を何に使うか。あなただけに表示されます' },
      },
    },
  },
  input: z.object({
    roomId: roomIdSchema,
    startsAt: momentSchema.meta({ title: 'Starts at', description: 'When the booking begins' }),
    minutes: z
      .int()
      .min(5)
      .max(480)
      .default(60)
      .meta({ title: 'Minutes', description: 'How long, up to eight hours' }),
    title: z
      .string()
      .trim()
      .min(1)
      .max(120)
      .refine(isPlainText, 'must be plain text in one line')
      .meta({
        title: 'Title',
        description: 'What the room is for; only you see it',
        examples: ['Design review'],
      }),
  }),
  output: z.object({ booking: bookingSchema }),
  scopes: ['booking:write'],
  annotations: {
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: false,
    openWorldHint: false,
  },
  run: async ({ roomId, startsAt, minutes, title }, context: ToolContext<BookingEnvironment>) => {
    const { subject } = getUser(context)
    const wish = { subject, roomId, startsAt: new Date(startsAt), minutes, title }
    return { booking: toBooking(await createBooking(context.env, wish)) }
  },
})
