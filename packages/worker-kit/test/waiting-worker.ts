import * as z from 'zod'
import { createMcpWorker } from '../src/index.ts'
import type { ToolContext } from '../src/index.ts'

const log = { info: () => {}, warn: () => {}, error: () => {} }

/** A worker whose handlers wait until their signal says that the client has gone. */
export function createWaitingWorker(tell: (event: string) => void) {
  const wait = (isTalking: boolean) => (_input: unknown, context: ToolContext) => {
    if (isTalking) context.log.info('It begins')
    tell('started')
    return new Promise<string>((_resolve, reject) => {
      const stop = () => {
        tell('stopped')
        reject(context.signal.reason)
      }
      context.signal.addEventListener('abort', stop)
    })
  }
  const reads = { annotations: { readOnlyHint: true } } as const
  const options = { name: 'test.cancel/waiting', version: '1.0.0', description: 'Waiting' }
  return createMcpWorker({ ...options, url: 'http://127.0.0.1/mcp', log })
    .mcpTool('silent', z.object({}), wait(false), reads)
    .mcpTool('talking', z.object({}), wait(true), reads)
    .mcpResource('silent', 'wait://silent', wait(false))
    .mcpPrompt('talking', z.object({}), wait(true))
}

/** A call of the waiting worker, which asks for its log too. */
export function toWaitingRequest(
  origin: string,
  { era, method, name }: { era: 'modern' | 'legacy'; method: string; name: string },
): Request {
  const isModern = era === 'modern'
  const envelope = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
    'io.modelcontextprotocol/logLevel': 'info',
  }
  const params = method === 'resources/read' ? { uri: name } : { name }
  return new Request(`${origin}/mcp`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': isModern ? '2026-07-28' : '2025-11-25',
      ...(isModern ? { 'mcp-method': method, 'mcp-name': name } : {}),
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method,
      params: isModern ? { ...params, _meta: envelope } : params,
    }),
  })
}
