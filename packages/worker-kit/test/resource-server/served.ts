import { request as openRequest } from 'node:http'
import { text } from 'node:stream/consumers'
import { createTestHarness } from 'wrangler'
import { serveWorker } from '../../src/node.ts'
import { createGuardedWorker, createMemoryLog } from './guarded-worker.ts'
import { serveIssuer, type LiveIssuer } from './live-issuer.ts'

/** A guarded worker that is reached over a socket, with all that a stranger could learn of it. */
export interface Served {
  issuer: LiveIssuer
  /** Sends a request as it stands, with more headers, which may come twice. */
  send(request: Request, headers?: readonly Header[]): Promise<Response>
  /** What the clocks of the worker and of its issuer say, in milliseconds since the epoch. */
  now(): number
  /** Sets both clocks forward. */
  pass(ms: number): Promise<void>
  /** Every line of the log. */
  readLog(): Promise<string[]>
  stop(): Promise<void>
}

/** Name and value. */
export type Header = readonly [name: string, value: string]

/** Where the worker is said to be; its tests reach it at whatever port is free. */
export const ORIGIN = 'http://localhost:4996'

/** What its tokens are for. */
export const RESOURCE = `${ORIGIN}/mcp`

/** Serves the worker on Node. */
export async function serveOnNode(): Promise<Served> {
  const clock = { aheadMs: 0 }
  const now = () => Date.now() + clock.aheadMs
  const { log, lines } = createMemoryLog()
  const issuer = await serveIssuer(now)
  const env = { PUBLIC_URL: ORIGIN, ISSUER_URL: issuer.issuer }
  const place = { env, name: 'guarded', host: '127.0.0.1', port: 0, log }
  const service = await serveWorker(createGuardedWorker({ now, log }), place)

  return {
    issuer,
    now,
    send: (request, headers) => send(service.port, request, headers),
    pass: async (ms) => void (clock.aheadMs += ms),
    readLog: async () => lines,
    async stop() {
      await service.stop()
      issuer.stop()
    },
  }
}

/** Serves the worker in workerd, which has a clock and a log of its own. */
export async function serveOnWorkerd(): Promise<Served> {
  const clock = { aheadMs: 0 }
  const now = () => Date.now() + clock.aheadMs
  const issuer = await serveIssuer(now)
  const vars = { PUBLIC_URL: ORIGIN, ISSUER_URL: issuer.issuer }
  const root = import.meta.dirname
  const harness = createTestHarness({ root, workers: [{ configPath: './wrangler.jsonc', vars }] })
  const { url } = await harness.listen()

  return {
    issuer,
    now,
    send: (request, headers) => send(Number(url.port), request, headers),
    async pass(ms) {
      clock.aheadMs += ms
      const body = String(clock.aheadMs)
      await harness.fetch(`${ORIGIN}/test/clock`, { method: 'POST', body })
    },
    async readLog() {
      const answer = await harness.fetch(`${ORIGIN}/test/log`)
      return (await answer.json()) as string[]
    },
    async stop() {
      await harness.close()
      issuer.stop()
    },
  }
}

/** `fetch` sends no Host of its own, and no header twice. */
async function send(
  port: number,
  request: Request,
  headers: readonly Header[] = [],
): Promise<Response> {
  const { pathname, search } = new URL(request.url)
  const body = Buffer.from(await request.arrayBuffer())
  const names = new Set(headers.map(([name]) => name.toLowerCase()))
  const usual = [['host', new URL(ORIGIN).host], ...request.headers] satisfies Header[]
  const all = [...usual.filter(([name]) => !names.has(name)), ...headers]
  const length = names.has('transfer-encoding') ? [] : ['content-length', String(body.length)]

  return new Promise((resolve, reject) => {
    const sent = openRequest({
      host: '127.0.0.1',
      port,
      method: request.method,
      path: pathname + search,
      headers: [...all.flat(), ...length],
    })
    sent.once('error', reject)
    sent.once('response', (response) => {
      const { statusCode = 0, headersDistinct } = response
      const pairs = Object.entries(headersDistinct).flatMap(([name, values = []]) =>
        values.map((value): [string, string] => [name, value]),
      )
      text(response).then(
        (body) => resolve(new Response(body || null, { status: statusCode, headers: pairs })),
        reject,
      )
    })
    sent.end(body)
  })
}
