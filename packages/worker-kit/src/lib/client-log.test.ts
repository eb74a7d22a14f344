import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createMcpWorker } from '../index.ts'
import type { Log } from '../index.ts'

const url = 'https://log.test/mcp'
const METHOD = 'notifications/message'

/** A worker whose tool, resource and prompt say three things, and keep one to the operator. */
function createTalkative(log: Log) {
  const say = (own: Log) => {
    own.info('It begins', { card: '4111 1111 1111 1111' })
    own.warn('It is slow')
    own.error('It went wrong once', { error: new Error('password=hunter2') })
    return 'done'
  }
  const reads = { annotations: { readOnlyHint: true } } as const
  return createMcpWorker({ name: 'test.log/log', version: '1.0.0', description: 'Log', url, log })
    .mcpTool('work', z.object({}), (_args, { log: own }) => say(own), reads)
    .mcpResource('work', 'log://work', (_variables, { log: own }) => say(own))
    .mcpPrompt('work', z.object({}), (_args, { log: own }) => say(own))
    .mcpTool(
      'work_on',
      z.object({}),
      (_args, { log: own, waitUntil }) => {
        waitUntil(setTimeout(10).then(() => own.info('Too late')))
        return 'done'
      },
      reads,
    )
}

const calls = [
  ['tools/call', { name: 'work', arguments: {} }],
  ['resources/read', { uri: 'log://work' }],
  ['prompts/get', { name: 'work' }],
] as const

interface Options {
  level?: string
  era?: 'modern' | 'legacy'
}

async function ask(
  method: string,
  params: { name?: string; uri?: string },
  { level, era = 'modern' }: Options,
) {
  const kept: unknown[] = []
  const keep = (message: string, fields?: object) => void kept.push([message, fields])
  const worker = createTalkative({ info: keep, warn: keep, error: keep })
  const envelope = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
    ...(level === undefined ? {} : { 'io.modelcontextprotocol/logLevel': level }),
  }
  const isModern = era === 'modern'
  const response = await worker.fetch(
    new Request(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': isModern ? '2026-07-28' : '2025-11-25',
        ...(isModern ? { 'mcp-method': method, 'mcp-name': params.name ?? params.uri ?? '' } : {}),
      },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method,
        params: isModern ? { ...params, _meta: envelope } : params,
      }),
    }),
    undefined,
  )
  return { kept, messages: readMessages(await response.text()) }
}

function readMessages(text: string): { method?: string; params?: unknown; result?: unknown }[] {
  if (text.startsWith('{')) return [JSON.parse(text)]
  const data = text.split('\n').filter((line) => line.startsWith('data: {'))
  return data.map((line) => JSON.parse(line.slice(6)))
}

describe.each(calls)('the log of %s', (method, params) => {
  it('goes to a client of 2026-07-28 that names a level, from that level on', async () => {
    const { messages } = await ask(method, params, { level: 'warning' })
    expect(messages).toMatchObject([
      { method: METHOD, params: { level: 'warning', logger: 'work', data: 'It is slow' } },
      { method: METHOD, params: { level: 'error', logger: 'work', data: 'It went wrong once' } },
      { result: {} },
    ])
  })

  it('stays here where a client of 2026-07-28 names no level', async () => {
    const { messages, kept } = await ask(method, params, {})
    expect(messages).toMatchObject([{ result: {} }])
    expect(kept).toHaveLength(3)
  })

  it('goes to a client of 2025 on the stream of its call, before the answer', async () => {
    const { messages } = await ask(method, params, { era: 'legacy' })
    const levels = ['info', 'warning', 'error']
    expect(messages).toMatchObject([
      ...levels.map((level) => ({ method: METHOD, params: { level } })),
      { result: {} },
    ])
  })

  it.each(['modern', 'legacy'] as const)('keeps its fields here, %s', async (era) => {
    const { messages, kept } = await ask(method, params, { level: 'debug', era })
    expect(JSON.stringify(messages)).not.toMatch(/4111|hunter2/)
    expect(kept).toContainEqual([
      'It begins',
      expect.objectContaining({ card: '4111 1111 1111 1111' }),
    ])
  })
})

it.each(['modern', 'legacy'] as const)(
  'what is said after the answer stays here, %s',
  async (era) => {
    const { messages, kept } = await ask('tools/call', { name: 'work_on' }, { level: 'debug', era })
    expect(messages).toMatchObject([{ result: {} }])
    await expect.poll(() => kept).toMatchObject([['Too late', {}]])
  },
)

it('a client of 2025 may name a level, though no session keeps it', async () => {
  const worker = createTalkative({ info: () => {}, warn: () => {}, error: () => {} })
  const body = { jsonrpc: '2.0', id: 1, method: 'logging/setLevel', params: { level: 'error' } }
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': '2025-11-25',
  }
  const response = await worker.fetch(
    new Request(url, { method: 'POST', headers, body: JSON.stringify(body) }),
    undefined,
  )
  expect(readMessages(await response.text())).toMatchObject([{ result: {} }])
})
