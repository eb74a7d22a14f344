import { Agent, request } from 'node:http'
import type { MeasuredServer } from '@toolgraph/testing/measured-server'
import type { Contender } from './contenders.ts'

/** A contender that is running. */
export interface Course {
  key: string
  contender: Contender
  server: MeasuredServer
  port: number
  token: string
}

/** How much is done. */
export interface Amount {
  /** Rounds; the first few warm the servers up, and never are the least. */
  samples: number
  /** Calls of each contender a round. */
  calls: number
}

/** Calls under way at once. */
const AT_ONCE = 8

/**
 * Measures all in turns, so that whatever else the machine does meets each of them alike.
 *
 * @returns Microseconds of processor time of the server's process a call, the least of all samples
 */
export async function measure(
  courses: readonly Course[],
  { samples, calls }: Amount,
): Promise<Map<string, number>> {
  const least = new Map<string, number>()
  for (let sample = 0; sample < samples; sample += 1) {
    for (const { key, contender, server, port, token } of courses) {
      // A server closes what was idle while the others had their turn.
      const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
      const send = createSender(agent, contender, port, token)
      const before = await server.cpu()
      const left = Array.from({ length: calls }, (_each, id) => id).values()
      await Promise.all(
        Array.from({ length: AT_ONCE }, async () => {
          for (const id of left) await send(id)
        }),
      )
      const cost = ((await server.cpu()) - before) / calls
      agent.destroy()
      least.set(key, Math.min(cost, least.get(key) ?? Infinity))
    }
  }
  return least
}

/** Sends one call and checks its answer. */
function createSender(agent: Agent, { era, hasToken }: Contender, port: number, token: string) {
  const isModern = era === 'modern'
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': isModern ? '2026-07-28' : '2025-11-25',
    ...(isModern ? { 'mcp-method': 'tools/call', 'mcp-name': 'sum' } : {}),
    ...(hasToken ? { authorization: `Bearer ${token}` } : {}),
  }
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
    'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1.0.0' },
  }

  return (id: number) =>
    new Promise<void>((resolve, reject) => {
      const params = { name: 'sum', arguments: { a: id, b: 1 }, ...(isModern ? { _meta } : {}) }
      const body = JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params })
      const length = { 'content-length': String(Buffer.byteLength(body)) }
      const options = { agent, port, host: '127.0.0.1', path: '/mcp', method: 'POST' }
      const sent = request({ ...options, headers: { ...headers, ...length } }, (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => (text += chunk))
        response.once('error', reject)
        response.once('end', () => {
          if (text.includes(`"structuredContent":{"sum":${id + 1}}`)) return resolve()
          reject(new Error(`Cannot call "sum": ${response.statusCode} ${text}`))
        })
      })
      sent.once('error', reject)
      sent.end(body)
    })
}
