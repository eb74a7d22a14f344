import { svgIcon, type HouseServerOptions } from '@toolgraph/house-server'
import { createMcpWorker } from '@toolgraph/worker'
import { cancelBookingTool } from './tools/cancel-booking.ts'
import { createBookingTool } from './tools/create-booking.ts'
import type { BookingEnvironment } from './tools/environment.ts'
import { findAvailabilityTool } from './tools/find-availability.ts'
import { listBookingsTool } from './tools/list-bookings.ts'
import { listRoomsTool } from './tools/list-rooms.ts'

/** Creates the booking worker; the list of its tools stands here and nowhere else. */
export function createBookingWorker(options: HouseServerOptions<BookingEnvironment> = {}) {
  return createMcpWorker<BookingEnvironment>({
    name: 'dev.toolgraph/booking',
    version: '0.1.0',
    title: 'Booking',
    description: 'Finds free meeting rooms and books them for you.',
    translations: {
      ja: {
        title: '会議室予約',
        description: '空いている会議室を探し、あなたのために予約します。',
      },
    },
    icons: [svgIcon('M4 6h16v15H4zM4 11h16M8 3v4M16 3v4M9 16l2 2 4-4', '#4338ca')],
    categories: ['productivity'],
    tags: ['booking', 'rooms', 'calendar', 'meetings'],
    url: ({ url }) => `${url}/mcp`,
    issuer: ({ issuerUrl }) => issuerUrl,
    scopes: {
      'booking:read': {
        en: 'See rooms, when they are free, and your own bookings',
        ja: '部屋とその空き状況、あなた自身の予約を見る',
      },
      'booking:write': {
        en: 'Book rooms and cancel your bookings',
        ja: '部屋を予約し、あなたの予約を取り消す',
      },
    },
    instructions:
      'Times carry a zone. Call find_availability before create_booking, and list_bookings before cancel_booking.',
    ...options,
  })
    .mcpTool(listRoomsTool)
    .mcpTool(findAvailabilityTool)
    .mcpTool(createBookingTool)
    .mcpTool(listBookingsTool)
    .mcpTool(cancelBookingTool)
}
