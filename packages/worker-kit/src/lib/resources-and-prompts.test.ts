import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createMcpWorker, definePrompt, defineResource, ToolError } from '../index.ts'
import type { CallInfo, ToolContext } from '../index.ts'
import { createTestClient, createTestIssuer, type TestIssuer } from '../testing.ts'

const url = 'https://notes.test/mcp'
const silent = { info: () => {}, warn: () => {}, error: () => {} }
let issuer: TestIssuer
let reader: string
let stranger: string

interface Env {
  notes: Record<string, string>
}
const env: Env = { notes: { a: 'Buy tea' } }

beforeAll(async () => {
  issuer = await createTestIssuer()
  reader = await issuer.token({ resource: url, subject: 'aiko', scopes: ['notes:read'] })
  stranger = await issuer.token({ resource: url, subject: 'ben', scopes: [] })
})

const note = defineResource({
  name: 'note',
  uri: 'notes://{id}',
  title: 'A note',
  description: 'One note of yours',
  mimeType: 'text/markdown',
  variables: z.object({ id: z.string().max(8) }),
  complete: {
    id: (typed, { env }) => Object.keys((env as Env).notes).filter((id) => id.startsWith(typed)),
  },
  scopes: ['notes:read', 'notes:all'],
  icons: [{ src: 'https://notes.test/note.svg', mimeType: 'image/svg+xml', sizes: ['any'] }],
  translations: { ja: { title: 'メモ' } },
  read: ({ id }, context: ToolContext<Env>) => {
    if (id === 'locked')
      throw new ToolError('ERR_NOTE_LOCKED', 'Cannot read note "locked": it is locked')
    if (id === 'broken') throw new Error('password=hunter2')
    return context.env.notes[id]
  },
})

const plan = definePrompt({
  name: 'plan_day',
  title: 'Plan a day',
  description: 'Plans a day from your notes',
  input: z.object({
    mood: z.enum(['calm', 'busy', 'brave']).meta({ title: 'Mood', description: 'How you feel' }),
    hours: z.coerce.number().max(24).optional(),
    city: z.string().default('Kyoto'),
  }),
  complete: { city: (typed, { filled }) => [`${typed} (${filled['mood'] ?? 'any'})`] },
  translations: { ja: { title: '一日の計画' } },
  run: ({ mood, hours, city }) => `Plan ${hours ?? 8} ${mood} hours in ${city}`,
})

function createNotes(seen: CallInfo[] = []) {
  return createMcpWorker<Env>({
    name: 'test.notes/notes',
    version: '1.0.0',
    description: 'Notes',
    url,
    issuer: issuer.issuer,
    scopes: { 'notes:read': 'Read', 'notes:all': 'Read all', 'notes:write': 'Write' },
    fetch: issuer.fetch,
    log: silent,
    hooks: { beforeCall: (call) => void seen.push(call) },
  })
    .mcpResource('about', 'notes://', () => 'Notes of one person')
    .mcpResource(note)
    .mcpPrompt(plan)
}

describe.each(['modern', 'legacy'] as const)('the official client, %s', (era) => {
  it('lists resources, templates and prompts', async () => {
    const { client } = await createTestClient(createNotes(), { env, era })
    expect(await client.listResources()).toMatchObject({
      resources: [{ name: 'about', uri: 'notes://' }],
    })
    expect(await client.listResourceTemplates()).toMatchObject({
      resourceTemplates: [
        {
          name: 'note',
          uriTemplate: 'notes://{id}',
          title: 'A note',
          mimeType: 'text/markdown',
          icons: [{ src: 'https://notes.test/note.svg' }],
          _meta: {
            'dev.toolgraph/scopes': ['notes:read', 'notes:all'],
            'dev.toolgraph/translations': { ja: { title: 'メモ' } },
          },
        },
      ],
    })
    expect((await client.listPrompts()).prompts).toMatchObject([
      {
        name: 'plan_day',
        title: 'Plan a day',
        arguments: [
          { name: 'mood', description: 'How you feel', required: true },
          { name: 'hours', required: false },
          { name: 'city', required: false },
        ],
      },
    ])
    const { capabilities } = { capabilities: client.getServerCapabilities() }
    expect(capabilities).toMatchObject({ resources: {}, prompts: {}, completions: {} })
    expect(capabilities).not.toHaveProperty('tools')
  })

  it('reads a resource and gets a prompt', async () => {
    const { client } = await createTestClient(createNotes(), { env, era })
    expect(await client.readResource({ uri: 'notes://' })).toMatchObject({
      contents: [{ uri: 'notes://', mimeType: 'text/plain', text: 'Notes of one person' }],
    })
    const arguments_ = { mood: 'calm', hours: '3' }
    expect(await client.getPrompt({ name: 'plan_day', arguments: arguments_ })).toMatchObject({
      messages: [{ role: 'user', content: { type: 'text', text: 'Plan 3 calm hours in Kyoto' } }],
    })
  })
})
void reader
void stranger
