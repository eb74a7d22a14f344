/** What a person fills in when a tool asks: flat, as the protocol wants it (MCP, elicitation). */
export type AnswerContent = Record<string, string | number | boolean | string[]>

/** Keeps of a filled form what an answer may carry. */
export function toAnswerContent(value: unknown): AnswerContent {
  if (typeof value !== 'object' || value === null) return {}

  const content: AnswerContent = {}
  for (const [key, field] of Object.entries(value)) {
    if (typeof field === 'string' || typeof field === 'number' || typeof field === 'boolean')
      content[key] = field
    else if (Array.isArray(field)) content[key] = field.map(String)
  }
  return content
}
