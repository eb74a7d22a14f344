import * as z from 'zod'
import { createMcpWorker, defineTool, getUser, ToolError } from '../src/index.ts'
import type { Hooks, Log, ToolContext } from '../src/index.ts'

/** The environment of the fixture. */
export interface RoomsEnv {
  url: string
  issuer: string
}

export const env: RoomsEnv = { url: 'https://rooms.test/mcp', issuer: 'https://issuer.test' }

const reads = { annotations: { readOnlyHint: true } } as const
const adds = { annotations: { readOnlyHint: false, destructiveHint: false } } as const

const bookRoom = defineTool({
  name: 'book_room',
  title: 'Book a room',
  description: 'Books a room',
  input: z.object({
    room: z.string().min(1).describe('The room'),
    hours: z.int().min(1).default(1),
  }),
  output: z.object({ room: z.string(), by: z.string() }),
  scopes: ['rooms:read', 'rooms:write'],
  annotations: { readOnlyHint: false, destructiveHint: false },
  translations: { ja: { title: '部屋を予約する' } },
  run: ({ room }, context: ToolContext<RoomsEnv>) => {
    if (room === 'taken')
      throw new ToolError('ERR_ROOM_TAKEN', 'Cannot book room "taken": it is taken')
    if (room === 'broken') throw new Error('connect ECONNREFUSED 10.0.0.5 password=hunter2')
    return { room, by: getUser(context).subject }
  },
})

/** Options that a test may set. */
export interface RoomsOptions {
  fetch: typeof fetch
  now?: () => number
  hooks?: Hooks
  log?: Log
  stateKey?: string
  maxBodyBytes?: number
  allowedOrigins?: readonly string[]
  /** What each handler that runs tells. */
  onRun?: (tool: string) => void
}

/** A worker where every tool needs a token, like booking. */
export function createRoomsWorker({ onRun = () => {}, ...options }: RoomsOptions) {
  return createMcpWorker<RoomsEnv>({
    name: 'test.rooms/rooms',
    version: '1.2.3',
    title: 'Rooms',
    description: 'Rooms to book',
    translations: { ja: { title: '部屋', description: '予約できる部屋' } },
    categories: ['productivity'],
    tags: ['rooms'],
    url: (env) => env.url,
    issuer: (env) => env.issuer,
    scopes: {
      'rooms:read': { en: 'See rooms', ja: '部屋を見る' },
      'rooms:write': 'Book rooms',
    },
    ...options,
  })
    .mcpTool(
      'list_rooms',
      z.object({}),
      () => {
        onRun('list_rooms')
        return { rooms: [{ id: 'a', secret: 'not in the schema' }] }
      },
      {
        description: 'Lists rooms',
        output: z.object({ rooms: z.array(z.object({ id: z.string() })) }),
        scopes: ['rooms:read'],
        annotations: { readOnlyHint: true },
      },
    )
    .mcpTool({
      ...bookRoom,
      run: (args, context) => {
        onRun('book_room')
        return bookRoom.run(args, context)
      },
    })
}

/** A worker with open tools beside a closed one, like the graph. */
export function createMixedWorker(options: RoomsOptions) {
  const { onRun = () => {}, ...rest } = options
  return createMcpWorker<RoomsEnv>({
    name: 'test.rooms/mixed',
    version: '1.0.0',
    description: 'Open and closed tools',
    url: (env) => env.url,
    issuer: (env) => env.issuer,
    scopes: { 'notes:write': 'Write notes' },
    ...rest,
  })
    .mcpTool('echo', z.object({ text: z.string() }), ({ text }) => text, reads)
    .mcpTool(
      'who_am_i',
      z.object({}),
      (_args, { user }) => ({
        user: user?.subject ?? 'nobody',
        ...(user?.actor !== undefined && { actor: user.actor }),
      }),
      reads,
    )
    .mcpTool(
      'write_note',
      z.object({ text: z.string() }),
      ({ text }, context) => {
        onRun('write_note')
        return { text, by: getUser(context).subject }
      },
      { ...adds, scopes: ['notes:write'] },
    )
    .mcpTool('sum', z.object({ a: z.number(), b: z.number() }), ({ a, b }) => ({ sum: a + b }), {
      ...reads,
      output: z.object({ sum: z.number() }),
    })
    .mcpTool('break_output', z.object({}), () => JSON.parse('{"n":"secret text"}'), {
      ...reads,
      output: z.object({ n: z.number() }),
    })
    .mcpTool(
      'count_slowly',
      z.object({ to: z.int() }),
      async ({ to }, { progress }) => {
        for (let n = 1; n <= to; n += 1)
          await progress({ progress: n, total: to, message: `at ${n}` })
        return { counted: to }
      },
      reads,
    )
    .mcpTool(
      'order_tea',
      z.object({ cups: z.int() }),
      async ({ cups }, { elicit }) => {
        const kind = await elicit('kind', {
          message: 'Which tea?',
          schema: z.object({ kind: z.enum(['sencha', 'hojicha']) }),
        })
        if (kind.action !== 'accept') return { ordered: 0, kind: kind.action }
        const sure = await elicit('sure', {
          message: `Order ${cups} cups of ${kind.content.kind}?`,
          schema: z.object({ sure: z.boolean() }),
        })
        const isSure = sure.action === 'accept' && sure.content.sure
        return { ordered: isSure ? cups : 0, kind: kind.content.kind }
      },
      adds,
    )
    .mcpTool(
      'wait',
      z.object({}),
      (_args, { signal }) =>
        new Promise<string>((_resolve, reject) => {
          onRun('wait')
          signal.addEventListener('abort', () => reject(signal.reason))
        }),
      reads,
    )
}
