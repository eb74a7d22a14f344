import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createMcpWorker } from '../index.ts'
import type { ToolContext } from '../index.ts'
import { serveWorker } from '../node.ts'

const log = { info: () => {}, warn: () => {}, error: () => {} }

/** What the handlers tell: that they run, and that they were told to stop. */
let heard: (what: string) => void = () => {}
let service: Awaited<ReturnType<typeof serveWorker>>

beforeAll(async () => {
  const wait = (isTalking: boolean) => (_input: unknown, context: ToolContext) => {
    if (isTalking) context.log.info('It begins')
    heard('started')
    return new Promise<string>((_resolve, reject) => {
      const stop = () => {
        heard('stopped')
        reject(context.signal.reason)
      }
      context.signal.addEventListener('abort', stop)
    })
  }
  const reads = { annotations: { readOnlyHint: true } } as const
  const options = { name: 'test.cancel/cancel', version: '1.0.0', description: 'Cancel' }
  const worker = createMcpWorker({ ...options, url: 'http://127.0.0.1/mcp', log })
    .mcpTool('silent', z.object({}), wait(false), reads)
    .mcpTool('talking', z.object({}), wait(true), reads)
    .mcpResource('silent', 'wait://silent', wait(false))
    .mcpPrompt('talking', z.object({}), wait(true))
  service = await serveWorker(worker, {
    env: undefined,
    name: 'test',
    host: '127.0.0.1',
    port: 0,
    log,
  })
})
afterAll(() => service?.stop())

function listen() {
  const events: string[] = []
  heard = (what) => void events.push(what)
  return events
}

function ask(era: 'modern' | 'legacy', method: string, params: { name?: string; uri?: string }) {
  const isModern = era === 'modern'
  const envelope = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
    'io.modelcontextprotocol/logLevel': 'info',
  }
  const gone = new AbortController()
  const answer = fetch(`http://127.0.0.1:${service.port}/mcp`, {
    method: 'POST',
    signal: gone.signal,
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
  })
  return { gone, answer }
}

const calls = [
  ['tools/call', { name: 'silent' }],
  ['tools/call', { name: 'talking' }],
  ['resources/read', { uri: 'wait://silent' }],
  ['prompts/get', { name: 'talking' }],
] as const

describe.each(['modern', 'legacy'] as const)('a client that goes away, %s', (era) => {
  it.each(calls)('stops its %s of %o', async (method, params) => {
    const events = listen()
    const { gone, answer } = ask(era, method, params)
    const isStream = 'name' in params && params.name === 'talking'
    const stream = isStream ? (await answer).body?.getReader() : undefined
    const first = new TextDecoder().decode((await stream?.read())?.value)
    if (isStream) expect(first).toContain('It begins')
    answer.catch(() => {})
    await expect.poll(() => events).toEqual(['started'])
    gone.abort()
    stream?.cancel().catch(() => {})
    await expect.poll(() => events).toEqual(['started', 'stopped'])
  })

  it('stops nothing of another client with the same id', async () => {
    const events = listen()
    const { gone, answer } = ask(era, 'tools/call', { name: 'silent' })
    answer.catch(() => {})
    await expect.poll(() => events).toEqual(['started'])
    const stranger = await fetch(`http://127.0.0.1:${service.port}/mcp`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': '2025-11-25',
      },
      body: JSON.stringify({
        jsonrpc: '2.0',
        method: 'notifications/cancelled',
        params: { requestId: 1 },
      }),
    })
    expect(stranger.status).toBe(202)
    expect(events).toEqual(['started'])
    gone.abort()
    await expect.poll(() => events).toEqual(['started', 'stopped'])
  })
})
