import * as z from 'zod'
import type { FoundTool } from '../../registry/server-record.ts'

/** A tool in few words: enough to choose by, and to ask for the rest. */
export const briefToolSchema = z.object({
  server: z.string(),
  name: z.string(),
  description: z.string(),
  arguments: z.string().describe('Their names; ? is optional'),
  needsSignIn: z.boolean(),
  why: z.string(),
  inputSchema: z.unknown().optional(),
})

/** The most of a description that is told unasked. */
export const MAX_BRIEF_CHARS = 160

/** Shortens a tool: the beginning of its description, and the names of its arguments. */
export function toBriefTool(tool: FoundTool, why: string, withSchema: boolean) {
  return {
    server: tool.server.name,
    name: tool.name,
    description: shorten(tool.description),
    arguments: argumentNames(tool.inputSchema),
    needsSignIn: tool.server.needsSignIn,
    why,
    ...(withSchema && { inputSchema: tool.inputSchema }),
  }
}

/** Up to the end of a sentence or, in a long one, of a word. */
function shorten(description: string): string {
  const text = description.replace(/\s+/g, ' ').trim()
  if (text.length <= MAX_BRIEF_CHARS) return text
  const start = text.slice(0, MAX_BRIEF_CHARS)
  const sentence = /^.*[.!?。](?=\s|$)/.exec(start)?.[0]
  return sentence ?? `${start.replace(/\s+\S*$/, '')}…`
}

function argumentNames(schema: unknown): string {
  const { properties, required } = Object(schema)
  const needed = new Set(Array.isArray(required) ? required : [])
  return Object.keys(Object(properties))
    .map((name) => (needed.has(name) ? name : `${name}?`))
    .join(', ')
}
