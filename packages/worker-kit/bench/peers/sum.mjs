// The one tool of every contender.
import * as z from 'zod'

export const info = { name: 'bench', version: '1.0.0' }

export const schemas = {
  inputSchema: z.object({ a: z.number(), b: z.number() }),
  outputSchema: z.object({ sum: z.number() }),
}

export function answer({ a, b }) {
  const data = { sum: a + b }
  return { content: [{ type: 'text', text: JSON.stringify(data) }], structuredContent: data }
}
