/** What the registry says of a tool in the reader's language. */
interface PublishedTool {
  fingerprint: string
  title: string | null
  description: string
}

/**
 * Gives a connection's tools the titles and descriptions that their publisher wrote in the reader's
 * language. Only where the registry's definition is the same to the letter: a server that shows this
 * person another tool under the name speaks for itself.
 */
export function translateTools<tool extends PublishedTool>(
  tools: readonly tool[],
  published: readonly PublishedTool[],
): tool[] {
  const known = new Map(published.map((tool) => [tool.fingerprint, tool]))
  return tools.map((tool) => {
    const { title, description } = known.get(tool.fingerprint) ?? tool
    return { ...tool, title, description }
  })
}
