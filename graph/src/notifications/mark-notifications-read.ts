import * as z from 'zod'
import { parseInput } from '../registry/parse-input.ts'
import { optional } from '../registry/tool.ts'
import { assertScope } from '../registry/viewer.ts'
import type { NotificationsContext } from './notification-store.ts'

/** So many notifications are marked in one call; without ids, all are. */
const MAX_MARKED = 200

const markSchema = z.strictObject({ ids: optional(z.array(z.uuid()).max(MAX_MARKED)) })

/**
 * Marks the viewer's notifications as read.
 *
 * @param input `ids`: which (default: all)
 * @throws RegistryError, AccessError
 */
export async function markNotificationsRead(
  { viewer: anyone, notifications, now }: NotificationsContext,
  input: unknown,
): Promise<void> {
  const viewer = assertScope(anyone, 'connections:write')
  const { ids } = parseInput(markSchema, input, 'the notifications')
  await notifications.markRead(viewer, { ids, now: now() })
}
