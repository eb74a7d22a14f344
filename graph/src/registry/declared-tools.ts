import type { Manifest } from './server.ts'
import { fingerprintTool, type Tool } from './tool.ts'

/** Reads the tools that a publication in our own form declares, each with its fingerprint. */
export function declaredTools(manifest: Manifest): Promise<Tool[]> {
  return Promise.all((manifest.tools ?? []).map(toTool))
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
