import * as z from 'zod'
import { createMcpWorker, getUser, type Log } from '../../src/index.ts'

/** Where a guarded worker is, and whose tokens it takes. */
export interface GuardedEnv {
  PUBLIC_URL: string
  ISSUER_URL: string
}

/** What the worker tells, and the clock that it goes by. */
export interface Witness {
  now: () => number
  log: Log
}

/** Creates a worker with an open tool, tools of each kind of scope, and a log that tells each run. */
export function createGuardedWorker({ now, log }: Witness) {
  return createMcpWorker<GuardedEnv>({
    name: 'test.rooms/guarded',
    version: '1.0.0',
    description: 'Is called by friends and strangers',
    url: (env) => `${env.PUBLIC_URL}/mcp`,
    issuer: (env) => env.ISSUER_URL,
    scopes: { 'notes:read': 'Read notes', 'notes:write': 'Write notes' },
    stateKey: 'a key for the state of open questions',
    maxBodyBytes: 100_000,
    now,
    log,
    hooks: { authRefused: ({ reason }) => log.warn('refused', { reason }) },
  })
    .mcpTool(
      'sum',
      z.object({ a: z.number(), b: z.number() }),
      ({ a, b }, context) => {
        context.log.info('ran')
        return { sum: a + b }
      },
      { output: z.object({ sum: z.number() }), annotations: { readOnlyHint: true } },
    )
    .mcpTool(
      'who_am_i',
      z.object({ afterMs: z.int().default(0) }),
      async ({ afterMs }, context) => {
        context.log.info('ran')
        await new Promise((resolve) => setTimeout(resolve, afterMs))
        return getUser(context).subject
      },
      { scopes: ['notes:read'], annotations: { readOnlyHint: true } },
    )
    .mcpTool(
      'write_note',
      z.object({ text: z.string() }),
      ({ text }, context) => {
        context.log.info('ran')
        if (text === 'broken') throw new Error('The store is gone')
        return { text, by: getUser(context).subject }
      },
      {
        scopes: ['notes:read', 'notes:write'],
        annotations: { readOnlyHint: false, destructiveHint: false },
      },
    )
    .mcpTool(
      'order_tea',
      z.object({}),
      async (_args, { elicit }) => {
        const question = { message: 'Which tea?', schema: z.object({ kind: z.string() }) }
        const answer = await elicit('kind', question)
        return answer.action === 'accept' ? answer.content.kind : 'none'
      },
      { annotations: { readOnlyHint: true } },
    )
    .mcpResource({
      name: 'note',
      uri: 'notes://{id}',
      variables: z.object({ id: z.enum(['one', 'two']) }),
      scopes: ['notes:read', 'notes:write'],
      read: ({ id }, context) => {
        context.log.info('ran')
        return `${id} of ${getUser(context).subject}`
      },
    })
    .mcpPrompt({
      name: 'sum_up',
      input: z.object({ id: z.enum(['one', 'two']) }),
      scopes: ['notes:read', 'notes:write'],
      run: ({ id }, context) => {
        context.log.info('ran')
        return `Sum up ${id} for ${getUser(context).subject}`
      },
    })
}

/** Everything that a log was told, an error with its cause and stack. */
export function createMemoryLog(): { log: Log; lines: string[] } {
  const lines: string[] = []
  const write = (message: string, fields: object = {}) => {
    lines.push(`${message} ${JSON.stringify(fields, (_key, value) => toPlain(value))}`)
  }
  return { log: { info: write, warn: write, error: write }, lines }
}

function toPlain(value: unknown): unknown {
  if (!(value instanceof Error)) return value
  const { message, stack, cause } = value
  return { message, stack, cause }
}
