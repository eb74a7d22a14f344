import type { Manifest } from './server.ts'
import { fingerprintTool, type Tool } from './tool.ts'

/**
 * Reads the tools that a publication in our own form declares, each with its fingerprint; `undefined` where it says
 * nothing of tools.
 */
export async function declaredTools({ tools }: Manifest): Promise<Tool[] | undefined> {
  return tools && Promise.all(tools.map(toTool))
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
