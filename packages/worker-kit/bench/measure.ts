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
  /** Rounds that count. */
  samples: number
  /** Calls of each contender a round. */
  calls: number
}

/** Calls under way at once. */
const AT_ONCE = 8

/** Processor time of each server before its first call that counts: until then its code is still compiled. */
const WARM_UP_US = 2_000_000

/**
 * Measures all in turns, and begins each round with another, so that whatever else the machine does
 * meets each of them alike.
 *
 * @returns Microseconds of processor time of the server's process a call, the least of all samples
 */
export async function measure(
  courses: readonly Course[],
  { samples, calls }: Amount,
): Promise<Map<string, number>> {
  for (const course of courses) await warmUp(course, calls)
  const least = new Map(courses.map(({ key }) => [key, Infinity]))
  for (let round = 0; round < samples; round += 1) {
    const first = round % courses.length
    for (const course of [...courses.slice(first), ...courses.slice(0, first)]) {
      const cost = await sample(course, calls)
      least.set(course.key, Math.min(cost, least.get(course.key) ?? Infinity))
    }
  }
  return least
}

async function warmUp(course: Course, calls: number): Promise<void> {
  const begin = await course.server.cpu()
  while ((await course.server.cpu()) - begin < WARM_UP_US) await sample(course, calls)
}

async function sample(course: Course, calls: number): Promise<number> {
  const { contender, server, port, token } = course
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
  return cost
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
