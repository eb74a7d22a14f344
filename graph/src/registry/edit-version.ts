import type { ServerJson } from '@toolgraph/server-json'
import { assertKnown } from './assert-known.ts'
import { versionDiffers, versionNotFound } from './errors.ts'
import { assertPackages } from './package-ownership.ts'
import { parseServerJson } from './parse-server-json.ts'
import type { RegistryContext } from './registry.ts'
import { publishServerSchema, type Manifest } from './server.ts'
import { claimedUrls, factsOfServerJson } from './server-facts.ts'
import { toServerJson } from './to-server-json.ts'
import { assertScope } from './viewer.ts'

/**
 * Writes the `server.json` of a version anew: its texts, addresses and packages. Name and version stay; tools that it
 * declares in our own form stay as well.
 *
 * @throws RegistryError, OwnershipError, AccessError
 */
export async function editVersion(
  context: RegistryContext,
  { name, version, input }: { name: string; version: string; input: unknown },
): Promise<{ serverId: string }> {
  const viewer = assertScope(context.viewer, 'servers:write')
  const accepted = parseServerJson(input)
  if (accepted.name !== name || accepted.version !== version) throw versionDiffers(name, version)

  await assertPackages(context, name, accepted.serverJson.packages ?? [])

  return context.registry.change({ viewer, name, version }, async (edit, found) => {
    const known = await assertKnown(context, 'server.edit', { name, known: found })
    if (!known.published || known.name !== name) throw versionNotFound(name, version)
    await edit.editVersion(known.id, {
      version,
      serverJson: accepted.manifest,
      definition: edited(known.published.definition, accepted.serverJson),
      claims: claimedUrls(accepted.serverJson),
      now: context.now(),
    })
    await edit.append(known.id, { kind: 'updated' })
    return { serverId: known.id }
  })
}

/** A publication in our own form, with the texts and addresses of its `server.json` as it reads now. */
function edited(definition: unknown, serverJson: ServerJson): Manifest | undefined {
  const manifest = publishServerSchema.safeParse(definition).data
  if (!manifest) return undefined
  const { title, description, url, websiteUrl, repositoryUrl } = factsOfServerJson(serverJson)
  const before = toServerJson(manifest)
  return {
    ...manifest,
    title,
    // Where the standard's form could not hold a text, it stands in ours alone.
    description: description === before.description ? manifest.description : description,
    url: url ?? undefined,
    websiteUrl: websiteUrl ?? (before.websiteUrl ? undefined : manifest.websiteUrl),
    repositoryUrl: repositoryUrl ?? (before.repository ? undefined : manifest.repositoryUrl),
  }
}
