import { assertWithin } from '../limits/assert-within.ts'
import { forbidden, ownerDiffers } from '../ownership/errors.ts'
import { assertStanding, mayDo } from '../ownership/permissions.ts'
import { compareTools } from './compare-tools.ts'
import { nameTaken, serverRenamed, versionLimit } from './errors.ts'
import type { KnownServer, Publication, RegistryContext, RegistryEdit } from './registry.ts'
import { toNameKey, type ServerAuthorization } from './server.ts'
import { isNewer } from './version.ts'
import type { Tool } from './tool.ts'
import type { Viewer } from './viewer.ts'

/** What a publication did. */
export interface Published {
  readonly serverId: string
  /** False when this version stood already. */
  readonly created: boolean
}

/** A publication in either form, before it is known what stands. */
export interface Draft extends Pick<
  Publication,
  'name' | 'version' | 'serverJson' | 'definition' | 'visibility' | 'facts' | 'tools' | 'claims'
> {
  /** An organization's slug or id; without it the viewer's own name. */
  readonly owner: string | undefined
}

/** The most versions that a server may have. */
export const MAX_VERSIONS = 10_000

/**
 * Publishes a server, or a further version of it: the one way in for every form and every face.
 *
 * @param assertVersion Passes or refuses a version that stands already
 * @throws RegistryError, NamespaceError, OwnershipError, LimitError
 */
export async function publishDraft(
  context: RegistryContext,
  { viewer, draft }: { viewer: Viewer; draft: Draft },
  assertVersion: (published: NonNullable<KnownServer['published']>) => void,
): Promise<Published> {
  await assertWithin({ ...context, viewer }, 'publish')
  const { name, version, facts } = draft
  // Asked before anything is locked: a stranger's server may take its time.
  const read = facts.url === null ? {} : await context.metadata.read(facts.url)

  return context.registry.change({ viewer, name, version }, async (edit, known) => {
    if (known) assertPublishable(known, draft)
    if (known?.published) {
      assertVersion(known.published)
      assertRestorable(known, known.published.status)
    } else if (known && (await edit.countVersions(known.id)) >= MAX_VERSIONS)
      throw versionLimit(name, MAX_VERSIONS)
    const ownerId = await findOwnerId(context, edit, { draft, known })
    const tools = draft.tools ?? toolsThatStand(known, draft)
    const serverId = await edit.publish({
      ...draft,
      tools,
      ownerId,
      changes: tools ? compareTools(known?.tools ?? [], tools) : [],
      authorization: read ?? keptAuthorization(known, facts.url),
      isLatest: takesOver(known, version),
      now: context.now(),
    })
    await edit.append(serverId, { kind: 'published' })
    return { serverId, created: known?.published === undefined }
  })
}

/** Nothing said of tools is none removed. Our own form has scopes, which are kept beside them. */
function toolsThatStand(
  known: KnownServer | undefined,
  { definition }: Draft,
): readonly Tool[] | undefined {
  return definition && (known?.tools ?? [])
}

/** A version that is deleted is never the latest while another stands. */
function takesOver(known: KnownServer | undefined, version: string): boolean {
  if (!known || known.status === 'deleted' || known.version === version) return true
  return isNewer(version, known.version)
}

function assertPublishable(known: KnownServer, { name, visibility }: Draft): void {
  if (!canPublish(known)) throw nameTaken(name)
  if (toNameKey(known.name) !== toNameKey(name)) throw serverRenamed(name, known.name)
  if (known.name !== name) throw nameTaken(name)
  assertRestorable(known, known.status)
  const isKept = !visibility || visibility === known.visibility
  if (!isKept && !mayDo(known.role, 'server.visibility')) throw forbidden('server.visibility', name)
}

/** What was deleted comes back by being published again. */
function assertRestorable({ name, role }: KnownServer, status: KnownServer['status']): void {
  if (status === 'deleted' && !mayDo(role, 'server.restore'))
    throw forbidden('server.restore', name)
}

/** Who may not see a private server learns of it no more than that its name is taken. */
function canPublish({ role, visibility }: KnownServer): boolean {
  return (
    mayDo(role, 'server.publish') && (visibility !== 'private' || mayDo(role, 'server.readPrivate'))
  )
}

/** In whose name it is published: that of the server's owner, where it stands already. */
async function findOwnerId(
  context: RegistryContext,
  edit: RegistryEdit,
  { draft, known }: { draft: Draft; known: KnownServer | undefined },
): Promise<string> {
  if (known?.ownerId !== undefined && draft.owner === undefined) return known.ownerId
  const reference = { ownerId: draft.owner ?? '' }
  const standing = await edit.findOwner(draft.owner)
  const {
    ownerId = '',
    role,
    name,
  } = assertStanding(context, 'server.publish', {
    standing,
    reference,
  })
  if (known && known.ownerId !== ownerId) throw ownerDiffers(draft.name, name)
  if (!known && draft.visibility === 'private' && !mayDo(role, 'server.readPrivate'))
    throw forbidden('server.visibility', draft.name)
  return ownerId
}

/** A server that cannot be asked just now keeps what it said, as long as its endpoint is the same. */
function keptAuthorization(
  known: KnownServer | undefined,
  url: string | null,
): ServerAuthorization {
  return known && known.url === (url ?? undefined) ? known.authorization : {}
}
