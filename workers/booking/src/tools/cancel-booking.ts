import { defineTool, getUser, type ToolContext } from '@toolgraph/worker'
import * as z from 'zod'
import { cancelBooking } from '../bookings/cancel-booking.ts'
import type { BookingEnvironment } from './environment.ts'
import { bookingSchema, toBooking } from './schemas.ts'

export const cancelBookingTool = defineTool({
  name: 'cancel_booking',
  title: 'Cancel a booking',
  description:
    "Cancels one of the signed-in person's own bookings; the room is free again at once. It cannot be undone.",
  translations: {
    ja: {
      title: '予約を取り消す',
      description:
        'サインインしている人自身の予約を取り消します。部屋はすぐに空きます。元には戻せません。',
      fields: {
        bookingId: { title: '予約', description: '予約のID。「自分の予約一覧」でわかります' },
      },
    },
  },
  input: z.object({
    bookingId: z
      .uuid('must be the id of a booking; list_bookings tells it')
      .meta({ title: 'Booking', description: 'The id of the booking; list_bookings tells it' }),
  }),
  output: z.object({ booking: bookingSchema }),
  scopes: ['booking:write'],
  annotations: {
    readOnlyHint: false,
    destructiveHint: true,
    idempotentHint: true,
    openWorldHint: false,
  },
  run: async ({ bookingId }, context: ToolContext<BookingEnvironment>) => {
    const { subject } = getUser(context)
    return { booking: toBooking(await cancelBooking(context.env, { subject, id: bookingId })) }
  },
})
