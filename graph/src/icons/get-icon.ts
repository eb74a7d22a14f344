import { serverNotFound } from '../registry/errors.ts'
import { toReference } from '../registry/get-server.ts'
import type { Viewer } from '../registry/viewer.ts'
import { iconNotFound, iconUnavailable } from './errors.ts'
import {
  isInline,
  parseIcons,
  type Icon,
  type IconTheme,
  type Picture,
  type PictureReader,
} from './icon.ts'
import type { IconKey, IconStore } from './icon-store.ts'
import { pickIcon } from './pick-icon.ts'

/** What the verb of this room works with. */
export interface IconContext {
  readonly viewer: Viewer | undefined
  readonly icons: IconStore
  readonly pictures: PictureReader
  readonly now: () => Date
}

/** A picture, and who may see it. */
export interface ShownIcon extends Picture {
  /** Whether everybody may. */
  readonly isPublic: boolean
}

const MINUTE_MS = 60_000
/** Reading takes less; then somebody else may try. */
const LEASE_MS = 15_000
/** How long a picture counts, and how long a failure does. */
const READ_AGAIN_MS = 24 * 60 * MINUTE_MS
const TRY_AGAIN_MS = 10 * MINUTE_MS

/**
 * Gives the picture of a server that the viewer may see. Where it stands is asked once a day by all replicas together;
 * when it cannot be reached then, the picture of before is shown for a week more.
 *
 * @param wish `theme`: the background it will stand on (default: unknown)
 * @throws RegistryError `ERR_SERVER_NOT_FOUND`
 * @throws IconError
 */
export async function getIcon(
  context: IconContext,
  { reference, theme }: { reference: string; theme?: IconTheme | undefined },
): Promise<ShownIcon> {
  const { viewer, icons, pictures } = context
  const named = toReference(reference)
  const server = named && (await icons.find(viewer, named))
  if (!server) throw serverNotFound(reference)

  const { id: serverId, name, isPublic } = server
  const icon = pickIcon(parseIcons(server.icons), theme)
  if (!icon) throw iconNotFound(name)
  const picture = isInline(icon)
    ? await pictures.read(icon)
    : await readThroughStore(context, { serverId, src: icon.src }, icon)
  if (!picture) throw iconUnavailable(name)
  return { ...picture, isPublic }
}

async function readThroughStore(
  { icons, pictures, now }: IconContext,
  key: IconKey,
  icon: Icon,
): Promise<Picture | undefined> {
  const kept = await icons.read(key)
  const at = now()
  if (kept && kept.dueAt > at) return kept.picture
  const until = new Date(at.getTime() + LEASE_MS)
  if (!(await icons.claim(key, { now: at, until }))) return kept?.picture

  // Whoever asked may go away: the next one wants it, too.
  const picture = await pictures.read(icon)
  const dueAt = new Date(at.getTime() + (picture ? READ_AGAIN_MS : TRY_AGAIN_MS))
  await icons.settle(key, { picture, now: at, dueAt })
  return picture ?? kept?.picture
}
