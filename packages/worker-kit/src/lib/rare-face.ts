import type { OpenQuestion } from './elicit.ts'
import { createOutbox, toEventStream, type OpenOutbox } from './event-stream.ts'
import { createGoneSignal, type GoneSignal } from './gone-signal.ts'
import { readInbound, type RpcRequest } from './inbound.ts'
import { createOpenQuestions, type OpenQuestions } from './open-questions.ts'
import { fromEnv, type WorkerPlan } from './options.ts'
import {
  Code,
  LEGACY_VERSIONS,
  RpcError,
  toErrorMessage,
  toResultMessage,
  type Id,
} from './protocol.ts'
import type { RpcCall } from './rpc-call.ts'
import { createMethods, toRpcError } from './rpc-methods.ts'
import type { Visit } from './visit.ts'

/**
 * Answers whatever the protocol knows.
 *
 * @param asked What a tool asks that has run already
 */
export type RareFace<env> = (
  visit: Visit<env>,
  body: unknown,
  asked?: OpenQuestion,
) => Promise<Response>

/** MCP: what a batch of 2025-03-26 may hold. */
const MAX_BATCH = 100

const JSON_HEADERS = { 'content-type': 'application/json' }

/** Errors that a status tells too (MCP 2026-07-28, transports). */
const STATUS: Readonly<Record<number, number>> = {
  [Code.methodNotFound]: 404,
  [Code.headerMismatch]: 400,
  [Code.capabilityMissing]: 400,
  [Code.unsupportedVersion]: 400,
}

/** Creates the face for all that is not of every day. */
export function createRareFace<env>(plan: WorkerPlan<env>): RareFace<env> {
  const answer = createMethods(plan)
  const questions = keepQuestions(plan)

  async function run(call: RpcCall<env>): Promise<{ message: string; error?: RpcError }> {
    const { id } = call.request
    try {
      return { message: toResultMessage(id, await answer(call)) }
    } catch (thrown) {
      const error = toRpcError(plan, thrown)
      return { message: toErrorMessage(id, error), error }
    }
  }

  async function serveModern(
    visit: Visit<env>,
    rpc: Pick<RpcCall<env>, 'request' | 'meta' | 'asked'>,
  ) {
    const outbox = createOutbox()
    const gone = createGoneSignal(visit.request)
    const running = run(toCall({ plan, visit, era: 'modern', outbox, gone, questions, ...rpc }))
    const { promise: streams, resolve } = Promise.withResolvers<undefined>()
    outbox.onFirst(() => resolve(undefined))
    const whole = await Promise.race([running, streams])
    if (whole === undefined) {
      const message = running.then((ended) => ended.message)
      return toEventStream(message, { outbox, onGone: () => gone.leave() })
    }
    const status = STATUS[whole.error?.code ?? 0] ?? 200
    return new Response(whole.message, { status, headers: JSON_HEADERS })
  }

  function serveLegacy(visit: Visit<env>, requests: readonly RpcRequest[]) {
    const outbox = createOutbox()
    const gone = createGoneSignal(visit.request)
    const running = requests.map(async (request) => {
      const meta = Object(request.params?.['_meta'])
      const rest = { request, meta, asked: undefined }
      return run(
        toCall({
          plan,
          visit,
          era: 'legacy',
          outbox,
          gone,
          questions,
          ...rest,
        }),
      )
    })
    const last = sendAllButLast(running, outbox)
    return toEventStream(last, { outbox, onGone: () => gone.leave() })
  }

  return async (visit, body, asked) => {
    const { headers } = visit.request
    const inbound = readInbound(headers, body)
    if (inbound.kind === 'rejected') return toRejection(400, inbound.error, inbound.id)
    if (inbound.kind === 'noted') return new Response(null, { status: 202 })
    if (inbound.kind === 'modern') return serveModern(visit, { ...inbound, asked })

    const { requests, isBatch } = inbound
    const wrong = checkLegacy(headers, requests, isBatch && Array.isArray(body) ? body.length : 1)
    if (wrong !== undefined) return toRejection(wrong.status, wrong.error, null)
    if (requests.length === 0) return new Response(null, { status: 202 })
    return serveLegacy(visit, requests)
  }
}

interface CallStart<env> extends Pick<
  RpcCall<env>,
  'plan' | 'visit' | 'era' | 'request' | 'meta' | 'asked'
> {
  outbox: OpenOutbox
  gone: GoneSignal
  questions: (env: env) => OpenQuestions
}

function toCall<env>({ outbox, gone, questions, ...call }: CallStart<env>): RpcCall<env> {
  return {
    ...call,
    questions: questions(call.visit.env),
    get signal() {
      return gone.signal
    },
    notify: (method, params) => outbox.send(JSON.stringify({ jsonrpc: '2.0', method, params })),
  }
}

/** Each answer of a batch goes out when it is there; the last closes the stream. */
async function sendAllButLast(
  running: readonly Promise<{ message: string }>[],
  outbox: OpenOutbox,
): Promise<string> {
  let left = running.length
  const { promise, resolve } = Promise.withResolvers<string>()
  for (const each of running) {
    void each.then(({ message }) => {
      left -= 1
      if (left === 0) resolve(message)
      else outbox.send(message)
    })
  }
  return promise
}

/** What HTTP demands of a client of 2025 and older. */
function checkLegacy(
  headers: Headers,
  requests: readonly RpcRequest[],
  messages: number,
): { status: number; error: RpcError } | undefined {
  const refuse = (status: number, code: number, message: string) => ({
    status,
    error: new RpcError(code, message),
  })
  const accept = headers.get('accept') ?? ''
  if (!accept.includes('application/json') || !accept.includes('text/event-stream')) {
    const message = 'Accept must name both application/json and text/event-stream'
    return refuse(406, Code.transport, message)
  }
  if (messages > MAX_BATCH) {
    return refuse(400, Code.invalidRequest, `A batch may hold ${MAX_BATCH} messages`)
  }
  const begins = requests.some(({ method }) => method === 'initialize')
  if (begins && messages > 1) {
    return refuse(400, Code.invalidRequest, 'initialize stands alone')
  }
  const version = headers.get('mcp-protocol-version')
  if (!begins && version !== null && !LEGACY_VERSIONS.includes(version)) {
    const message = `Unsupported protocol version: ${version} (supported: ${LEGACY_VERSIONS.join(', ')})`
    return refuse(400, Code.transport, message)
  }
  return undefined
}

function toRejection(status: number, error: RpcError, id: Id | null): Response {
  return new Response(toErrorMessage(id, error), {
    status,
    headers: JSON_HEADERS,
  })
}

/** One key for the worker's life where the options name none; made on use, as Workers demand. */
function keepQuestions<env>({ options }: WorkerPlan<env>): (env: env) => OpenQuestions {
  const { stateKey, now = Date.now } = options
  let random: OpenQuestions | undefined
  return (env) => {
    if (stateKey !== undefined) return createOpenQuestions(fromEnv(stateKey, env), now)
    return (random ??= createOpenQuestions(undefined, now))
  }
}
