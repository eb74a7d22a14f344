import { declaredTools } from './declared-tools.ts'
import { manifestTooLarge, versionImmutable } from './errors.ts'
import { parseInput } from './parse-input.ts'
import { publishDraft, type Published } from './publish-draft.ts'
import type { RegistryContext } from './registry.ts'
import { publishServerSchema, type Manifest } from './server.ts'
import { factsOfManifest } from './server-facts.ts'
import { toServerJson } from './to-server-json.ts'
import { canonicalJson } from './tool.ts'
import { assertScope } from './viewer.ts'

/**
 * Publishes a server, or a further version of it, in the viewer's name or an organization's. Publishing the same
 * again does nothing but refresh its texts, so that a server may do it at each start.
 *
 * @throws RegistryError, OwnershipError, AccessError
 */
export async function publishServer(context: RegistryContext, input: unknown): Promise<Published> {
  const viewer = assertScope(context.viewer, 'servers:write')
  const { owner, ...manifest } = parseInput(publishServerSchema, input, 'the server')
  assertSize(manifest)
  const { name, version, visibility } = manifest
  const draft = {
    name,
    version,
    visibility,
    owner,
    serverJson: toServerJson(manifest),
    definition: manifest,
    facts: factsOfManifest(manifest),
    tools: await declaredTools(manifest),
    claims: manifest.url ? [manifest.url] : [],
  }
  return publishDraft(context, { viewer, draft }, ({ definition }) => {
    if (canonicalJson(fixedPart(definition)) !== canonicalJson(fixedPart(manifest)))
      throw versionImmutable(name, version)
  })
}

/** The largest manifest, as JSON text: a page of a hundred servers has room for all their tools. */
export const MAX_MANIFEST_CHARS = 1_048_576

function assertSize(manifest: Manifest): void {
  if (JSON.stringify(manifest).length > MAX_MANIFEST_CHARS)
    throw manifestTooLarge(MAX_MANIFEST_CHARS)
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
