import { defineTool, getUser, type ToolContext } from '@toolgraph/worker'
import * as z from 'zod'
import type { BookingEnvironment } from './environment.ts'
import { bookingSchema, toBooking } from './schemas.ts'

const BEGIN_OF_TIME = new Date(0)

export const listBookingsTool = defineTool({
  name: 'list_bookings',
  title: 'List my bookings',
  description:
    "Lists the signed-in person's own bookings in order of time: those to come, unless more is asked for.",
  translations: {
    ja: {
      title: '自分の予約一覧',
      description:
        'サインインしている人自身の予約を日時順に一覧にします。通常はこれからの予約だけです。',
      fields: {
        past: { title: '過去の予約', description: '終わった予約も含めます' },
        cancelled: { title: '取り消した予約', description: '取り消した予約も含めます' },
        limit: { title: '件数', description: '最大でこの件数まで' },
      },
    },
  },
  input: z.object({
    past: z.boolean().default(false).meta({ title: 'Past', description: 'Also what is over' }),
    cancelled: z
      .boolean()
      .default(false)
      .meta({ title: 'Cancelled', description: 'Also what was cancelled' }),
    limit: z
      .int()
      .min(1)
      .max(100)
      .default(20)
      .meta({ title: 'Limit', description: 'At most so many' }),
  }),
  output: z.object({
    bookings: z.array(bookingSchema),
    hasMore: z.boolean().describe('Whether there are more than the limit'),
  }),
  scopes: ['booking:read'],
  annotations: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
  run: async ({ past, cancelled, limit }, context: ToolContext<BookingEnvironment>) => {
    const { bookings, now } = context.env
    const { subject } = getUser(context)
    const endsAfter = past ? BEGIN_OF_TIME : new Date(now())
    // One more than asked for, to know whether there are more.
    const filter = { subject, endsAfter, withCancelled: cancelled, limit: limit + 1 }
    const found = await bookings.listOwn(filter)
    return { bookings: found.slice(0, limit).map(toBooking), hasMore: found.length > limit }
  },
})
