import * as z from 'zod'
import { parseInput } from '../registry/parse-input.ts'
import { assertScope } from '../registry/viewer.ts'
import { NOTIFICATION_KINDS } from './notification.ts'
import type { NotificationsContext } from './notification-store.ts'

const muteSchema = z.strictObject({
  kinds: z.array(z.enum(NOTIFICATION_KINDS)).max(NOTIFICATION_KINDS.length),
})

/**
 * Says which kinds of notifications the viewer does not want from now on; those before stay.
 *
 * @throws RegistryError, AccessError
 */
export async function muteNotifications(
  { viewer: anyone, notifications }: NotificationsContext,
  input: unknown,
): Promise<{ kinds: string[] }> {
  const viewer = assertScope(anyone, 'connections:write')
  const kinds = [...new Set(parseInput(muteSchema, input, 'the kinds').kinds)]
  await notifications.mute(viewer, kinds)
  return { kinds }
}
