import * as z from 'zod'
import { isShallow, toStorable, toStorableText } from '../registry/to-storable.ts'
import {
  fingerprintTool,
  scopeName,
  toolTranslationsSchema,
  type ListedTool,
  type Tool,
  type ToolDefinition,
} from '../registry/tool.ts'

/** What servers made with our kit attach to each tool. */
const metaSchema = z.object({
  'dev.toolgraph/scopes': z.array(scopeName).max(20).catch([]).default([]),
  'dev.toolgraph/translations': toolTranslationsSchema.catch({}).default({}),
})

/**
 * Tools as the registry keeps them: hostile text becomes text that a database can store, and what is nested to
 * overflow somebody's stack is left out. What the server attached of scopes and translations counts as much as its
 * descriptions do, and no more.
 */
export function toTools(listed: readonly ListedTool[]): Promise<Tool[]> {
  return Promise.all(listed.filter((tool) => isShallow(tool)).map(toTool))
}

async function toTool(listed: ListedTool): Promise<Tool> {
  const { title, outputSchema, meta = {} } = listed
  const definition: ToolDefinition = {
    name: toStorableText(listed.name),
    title: title ? toStorableText(title) : undefined,
    description: toStorableText(listed.description),
    inputSchema: toStorable(listed.inputSchema),
    outputSchema: outputSchema ? toStorable(outputSchema) : undefined,
    annotations: toStorable(listed.annotations ?? {}),
  }
  const attached = metaSchema.safeParse(toStorable(meta)).data
  return {
    ...definition,
    fingerprint: await fingerprintTool(definition),
    scopes: attached?.['dev.toolgraph/scopes'] ?? [],
    translations: attached?.['dev.toolgraph/translations'] ?? {},
  }
}
