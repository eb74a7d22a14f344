import { createMcpWorker, defineTool, getUser, type ToolContext } from '@toolgraph/worker'
import * as z from 'zod'

/** What the tools read: bindings on Workers, an object of yours on Node. */
export interface NotesEnvironment {
  PUBLIC_URL: string
  ISSUER_URL: string
  notes: Map<string, string[]>
}

const writeNote = defineTool({
  name: 'write_note',
  description: 'Keeps a note for the signed-in person.',
  input: z.object({ text: z.string().min(1).max(1000) }),
  output: z.object({ count: z.int() }),
  scopes: ['notes:write'],
  annotations: { readOnlyHint: false, destructiveHint: false },
  translations: { ja: { title: 'メモを書く' } },
  run: ({ text }, context: ToolContext<NotesEnvironment>) => {
    const { subject } = getUser(context)
    const mine = [...(context.env.notes.get(subject) ?? []), text]
    context.env.notes.set(subject, mine)
    return { count: mine.length }
  },
})

const clearNotes = defineTool({
  name: 'clear_notes',
  description: "Throws the signed-in person's notes away.",
  input: z.object({}),
  output: z.object({ cleared: z.boolean() }),
  scopes: ['notes:write'],
  annotations: { readOnlyHint: false, destructiveHint: true },
  run: async (_args, context: ToolContext<NotesEnvironment>) => {
    // Nothing may change before the answer: the handler runs again from its start.
    const answer = await context.elicit('sure', {
      message: 'Throw all notes away?',
      schema: z.object({ sure: z.boolean() }),
    })
    const cleared = answer.action === 'accept' && answer.content.sure
    if (cleared) context.env.notes.delete(getUser(context).subject)
    return { cleared }
  },
})

export const notesWorker = createMcpWorker<NotesEnvironment>({
  name: 'com.example/notes',
  version: '1.0.0',
  title: 'Notes',
  description: 'Keeps short notes',
  url: (env) => `${env.PUBLIC_URL}/mcp`,
  issuer: (env) => env.ISSUER_URL,
  scopes: { 'notes:write': { en: 'Write and clear your notes', ja: 'メモを書く・消す' } },
})
  .mcpTool(writeNote)
  .mcpTool(clearNotes)
