import { versionTaken } from './errors.ts'
import { assertPackages } from './package-ownership.ts'
import { parseServerJson } from './parse-server-json.ts'
import { publishDraft, type Published } from './publish-draft.ts'
import type { RegistryContext } from './registry.ts'
import { claimedUrls, factsOfServerJson } from './server-facts.ts'
import { assertScope } from './viewer.ts'

/**
 * Publishes a version of a server by the standard's `server.json`. It says nothing of tools: our own probe reads them.
 * A version is published once.
 *
 * @throws RegistryError, OwnershipError, AccessError
 */
export async function publishServerJson(
  context: RegistryContext,
  input: unknown,
): Promise<Published & { name: string; version: string }> {
  const viewer = assertScope(context.viewer, 'servers:write')
  const { name, version, manifest, serverJson } = parseServerJson(input)
  await assertPackages(context, name, serverJson.packages ?? [])
  const draft = {
    name,
    version,
    visibility: undefined,
    owner: undefined,
    serverJson: manifest,
    definition: undefined,
    facts: factsOfServerJson(serverJson),
    tools: undefined,
    claims: claimedUrls(serverJson),
  }
  const published = await publishDraft(context, { viewer, draft }, () => {
    throw versionTaken(name, version)
  })
  return { ...published, name, version }
}
