import { forbidden, ownerDiffers } from '../ownership/errors.ts'
import { assertStanding, mayDo } from '../ownership/permissions.ts'
import { compareTools } from './compare-tools.ts'
import { manifestTooLarge, nameTaken, serverRenamed, versionImmutable } from './errors.ts'
import { parseInput } from './parse-input.ts'
import type { KnownServer, RegistryContext, RegistryEdit } from './registry.ts'
import {
  publishServerSchema,
  toNameKey,
  type Manifest,
  type ServerAuthorization,
} from './server.ts'
import { canonicalJson, fingerprintTool, type Tool } from './tool.ts'
import { isNewer } from './version.ts'
import { assertScope } from './viewer.ts'

/** What a publication did. */
export interface Published {
  readonly serverId: string
  /** False when this version stood already. */
  readonly created: boolean
}

/**
 * Publishes a server, or a further version of it, in the viewer's name or an organization's. Publishing the same again does nothing but
 * refresh its texts, so that a server may do it at each start.
 *
 * @throws RegistryError, OwnershipError, AccessError
 */
export async function publishServer(context: RegistryContext, input: unknown): Promise<Published> {
  const viewer = assertScope(context.viewer, 'servers:write')
  const { owner, ...manifest } = parseInput(publishServerSchema, input, 'the server')
  assertSize(manifest)
  const tools = await Promise.all((manifest.tools ?? []).map(toTool))
  // Asked before anything is locked: a stranger's server may take its time.
  const read = manifest.url ? await context.metadata.read(manifest.url) : {}

  const { name, version } = manifest
  return context.registry.change({ viewer, name, version }, async (edit, known) => {
    if (known) assertPublishable(known, manifest)
    const ownerId = await findOwnerId(context, edit, { owner, known, manifest })
    const serverId = await edit.publish({
      ownerId,
      manifest,
      tools,
      changes: compareTools(known?.tools ?? [], tools),
      authorization: read ?? keptAuthorization(known, manifest),
      isLatest: !known || known.version === version || isNewer(version, known.version),
      now: context.now(),
    })
    await edit.append(serverId, { kind: 'published' })
    return { serverId, created: known?.published === undefined }
  })
}

/** The largest manifest, as JSON text: a page of a hundred servers has room for all their tools. */
export const MAX_MANIFEST_CHARS = 1_048_576

function assertSize(manifest: Manifest): void {
  if (JSON.stringify(manifest).length > MAX_MANIFEST_CHARS)
    throw manifestTooLarge(MAX_MANIFEST_CHARS)
}

async function toTool(tool: NonNullable<Manifest['tools']>[number]): Promise<Tool> {
  const definition = { ...tool, annotations: tool.annotations ?? {} }
  return {
    ...definition,
    scopes: tool.scopes ?? [],
    translations: tool.translations ?? {},
    fingerprint: await fingerprintTool(definition),
  }
}

function assertPublishable(known: KnownServer, manifest: Manifest): void {
  if (!canPublish(known)) throw nameTaken(manifest.name)
  if (toNameKey(known.name) !== toNameKey(manifest.name))
    throw serverRenamed(manifest.name, known.name)
  if (known.name !== manifest.name) throw nameTaken(manifest.name)
  assertVisibility(known, manifest)
  if (known.published === undefined) return
  if (canonicalJson(fixedPart(known.published.definition)) !== canonicalJson(fixedPart(manifest)))
    throw versionImmutable(manifest.name, manifest.version)
}

/** Who may not see a private server learns of it no more than that its name is taken. */
function canPublish({ role, visibility }: KnownServer): boolean {
  return (
    mayDo(role, 'server.publish') && (visibility !== 'private' || mayDo(role, 'server.readPrivate'))
  )
}

function assertVisibility({ role, visibility, name }: KnownServer, manifest: Manifest): void {
  const isKept = !manifest.visibility || manifest.visibility === visibility
  if (!isKept && !mayDo(role, 'server.visibility')) throw forbidden('server.visibility', name)
}

/** In whose name it is published: that of the server's owner, where it stands already. */
async function findOwnerId(
  context: RegistryContext,
  edit: RegistryEdit,
  request: { owner: string | undefined; known: KnownServer | undefined; manifest: Manifest },
): Promise<string> {
  const { owner, known, manifest } = request
  if (known?.ownerId !== undefined && owner === undefined) return known.ownerId
  const reference = { ownerId: owner ?? '' }
  const standing = await edit.findOwner(owner)
  const {
    ownerId = '',
    role,
    name,
  } = assertStanding(context, 'server.publish', {
    standing,
    reference,
  })
  if (known && known.ownerId !== ownerId) throw ownerDiffers(manifest.name, name)
  if (!known && manifest.visibility === 'private' && !mayDo(role, 'server.readPrivate'))
    throw forbidden('server.visibility', manifest.name)
  return ownerId
}

/** What never changes within a version: what its tools are. Texts and icons may change, and a server may move. */
function fixedPart(manifest: unknown): unknown {
  // Written by an earlier publication, whatever its rules were: nothing is taken for granted.
  const { scopes, tools } = Object(manifest) as Partial<Manifest>
  const names = (scopes ?? []).map(({ name }) => name)
  const definitions = (tools ?? []).map(
    ({ translations: _texts, icons: _pictures, ...definition }) => definition,
  )
  return { scopes: names, tools: definitions }
}

/** A server that cannot be asked just now keeps what it said, as long as its endpoint is the same. */
function keptAuthorization(
  known: KnownServer | undefined,
  manifest: Manifest,
): ServerAuthorization {
  return known && known.url === manifest.url ? known.authorization : {}
}
