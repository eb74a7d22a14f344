import type { Memo } from './memo.ts'
import { LEGACY_VERSIONS, Meta, MODERN, type Id } from './protocol.ts'
import { envelopeSchema } from './wire-schemas.ts'

/** A message that can be answered the short way. */
export type DirectMessage =
  | {
      kind: 'call'
      era: 'modern' | 'legacy'
      id: Id
      name: string
      args: unknown
      meta: unknown
    }
  | { kind: 'question'; id: Id; method: string; key: string }
  | { kind: 'ready' }

/** Requests whose answer depends on nothing but the request. */
const QUESTIONS = new Set([
  'tools/list',
  'resources/list',
  'resources/templates/list',
  'prompts/list',
  'server/discover',
  'ping',
  'initialize',
])

/** A question of a client is a few hundred characters. */
const MAX_KEY = 4_000

const MESSAGE_FIELDS = new Set(['jsonrpc', 'id', 'method', 'params'])
const CALL_FIELDS = new Set(['name', 'arguments', '_meta'])

/** Fields of `_meta` that change how a request is answered. */
const MEANINGFUL_META = new Set(['progressToken', Meta.relatedTask, Meta.logLevel])

/**
 * Recognizes what goes the short way. It is strict on purpose: what it does not recognize may still be
 * good, and is judged the long way.
 *
 * @param envelopes Remembers envelopes that were good
 */
export function readDirectMessage(
  { headers }: Request,
  body: unknown,
  envelopes: Memo<true>,
): DirectMessage | undefined {
  if (!isRecord(body) || body['jsonrpc'] !== '2.0' || !hasOnly(body, MESSAGE_FIELDS)) return
  const { id, method, params } = body
  if (typeof method !== 'string') return

  const version = headers.get('mcp-protocol-version')
  const isModern = version === MODERN
  if (!isModern && !isLegacy(headers, version)) return
  if (!('id' in body)) return isReady(method, params) && !isModern ? { kind: 'ready' } : undefined
  if (!isId(id) || (isModern && headers.get('mcp-method') !== method)) return

  if (QUESTIONS.has(method)) {
    const key = `${version} ${method} ${JSON.stringify(withoutTrace(params))}`
    return key.length > MAX_KEY ? undefined : { kind: 'question', id, method, key }
  }
  if (method !== 'tools/call' || !isRecord(params) || !hasOnly(params, CALL_FIELDS)) return
  const { name, arguments: args, _meta: meta } = params
  if (typeof name !== 'string' || !isArguments(args)) return
  if (!isModern) {
    return meta === undefined ? { kind: 'call', era: 'legacy', id, name, args, meta } : undefined
  }
  const isGood = headers.get('mcp-name') === name && isEnvelope(meta, body, envelopes)
  return isGood ? { kind: 'call', era: 'modern', id, name, args, meta } : undefined
}

/** Before 2026-07-28 a client must take both forms of an answer. */
function isLegacy(headers: Headers, version: string | null): boolean {
  if (version !== null && !LEGACY_VERSIONS.includes(version)) return false
  const accept = headers.get('accept') ?? ''
  return accept.includes('application/json') && accept.includes('text/event-stream')
}

function isReady(method: string, params: unknown): boolean {
  return method === 'notifications/initialized' && params === undefined
}

/** A trace is another with each request, and changes no answer. */
function withoutTrace(params: unknown): unknown {
  if (!isRecord(params) || !isTraced(params['_meta'])) return params
  const { traceparent: _parent, tracestate: _state, baggage: _baggage, ...meta } = params['_meta']
  return { ...params, _meta: meta }
}

function isTraced(meta: unknown): meta is Record<string, unknown> {
  return isRecord(meta) && ('traceparent' in meta || 'tracestate' in meta || 'baggage' in meta)
}

/** Each envelope is judged once. */
function isEnvelope(meta: unknown, body: unknown, envelopes: Memo<true>): boolean {
  if (!isRecord(meta) || meta[Meta.protocolVersion] !== MODERN) return false
  for (const key in meta) if (MEANINGFUL_META.has(key)) return false

  const text = JSON.stringify(withoutTrace({ _meta: meta }))
  if (envelopes.get(text) === true) return true
  if (!envelopeSchema.safeParse(meta).success) return false
  envelopes.set(text, true)
  return true
}

/** MCP has no other numbers; a field `__proto__` is dropped the long way. */
function isId(id: unknown): id is Id {
  return typeof id === 'string' || Number.isSafeInteger(id)
}

function isArguments(args: unknown): boolean {
  return args === undefined || (isRecord(args) && !Object.hasOwn(args, '__proto__'))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function hasOnly(value: Record<string, unknown>, fields: ReadonlySet<string>): boolean {
  for (const field in value) if (!fields.has(field)) return false
  return true
}
