import { translateSchema } from '#lib/schema/translate-schema.ts'

/** A tool as a connection saw it. */
interface SeenTool {
  fingerprint: string
  title: string | null
  description: string
  inputSchema: unknown
}

/** What the registry says of a tool in the reader's language. */
type PublishedTool = Pick<SeenTool, 'fingerprint' | 'title' | 'description'> & {
  fieldTexts: unknown
}

/**
 * Gives a connection's tools the texts that their publisher wrote in the reader's language. Only
 * where the registry's definition is the same to the letter: a server that shows this person another
 * tool under the name speaks for itself.
 */
export function translateTools<tool extends SeenTool>(
  tools: readonly tool[],
  published: readonly PublishedTool[],
): tool[] {
  const known = new Map(published.map((tool) => [tool.fingerprint, tool]))
  return tools.map((tool) => {
    const found = known.get(tool.fingerprint)
    if (found === undefined) return tool
    const { title, description, fieldTexts } = found
    return {
      ...tool,
      title,
      description,
      inputSchema: translateSchema(tool.inputSchema, fieldTexts),
    }
  })
}
