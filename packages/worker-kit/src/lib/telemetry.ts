import type {
  Attributes,
  Context,
  Counter,
  Histogram,
  MeterProvider,
  Span,
  TextMapGetter,
} from '@opentelemetry/api'
import type { CallKind } from './callable.ts'
import type { Outcome } from './outcome.ts'
import type { Era } from './era.ts'
import { findOpenTelemetry, rootContext, type OpenTelemetry } from './open-telemetry.ts'

/** What the wire says of a call, besides what is called. */
export interface Wire {
  request: Request
  /** The id of a JSON-RPC request; a plain HTTP call has none. */
  id?: string | number
  /** `params._meta`, as the client sent it. */
  meta?: unknown
}

/** A call, as telemetry sees it: never its arguments, never what came of them. */
export interface ObservedCall {
  kind: CallKind
  name: string
  era: Era
  wire: Wire | undefined
}

/** The scope of what we tell. */
const SCOPE = '@toolgraph/worker'

const METHODS: Readonly<Record<CallKind, string>> = {
  tool: 'tools/call',
  resource: 'resources/read',
  prompt: 'prompts/get',
  completion: 'completion/complete',
}

/** Values of the API's enumerations `SpanKind` and `SpanStatusCode`. */
const SERVER = 1
const ERROR = 2

/** Where the API keeps the span of a context. */
const SPAN = Symbol.for('OpenTelemetry Context Key SPAN')

/** MCP: what a client of 2025 speaks that names no version. */
const UNNAMED_VERSION = '2025-03-26'

/** In seconds (semantic conventions for MCP). */
const BUCKETS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300]

/**
 * Runs a call within a span of its own and measures it, by the semantic conventions for MCP, where
 * the application has registered OpenTelemetry; only runs it where not.
 */
export function observeCall<output>(
  call: ObservedCall,
  run: () => Promise<Outcome<output>>,
): Promise<Outcome<output>> {
  const api = findOpenTelemetry()
  return api === undefined ? run() : observe(api, call, run)
}

/** Counts a refusal of the authorizer. */
export function countAuthRefusal(reason: string, status: number): void {
  const metrics = findOpenTelemetry()?.metrics
  if (metrics === undefined) return
  const attributes = { 'error.type': reason, 'http.response.status_code': status }
  instrumentsOf(metrics).refusals.add(1, attributes)
}

async function observe<output>(
  api: OpenTelemetry,
  call: ObservedCall,
  run: () => Promise<Outcome<output>>,
): Promise<Outcome<output>> {
  const attributes = toAttributes(call)
  const begin = performance.now()
  const outcome = await inSpan(api, call, attributes, run)
  if (api.metrics !== undefined && call.era !== 'rest') {
    const seconds = (performance.now() - begin) / 1000
    const ended = { ...attributes, ...toFailure(call.kind, outcome) }
    instrumentsOf(api.metrics).duration.record(seconds, ended)
  }
  return outcome
}

async function inSpan<output>(
  api: OpenTelemetry,
  call: ObservedCall,
  attributes: Attributes,
  run: () => Promise<Outcome<output>>,
): Promise<Outcome<output>> {
  if (api.trace === undefined) return run()
  const { name, era, wire } = call
  const method = era === 'rest' ? 'execute_tool' : METHODS[call.kind]
  const { parent, linked } = findParent(api, wire)
  const options = {
    kind: SERVER,
    attributes: {
      ...attributes,
      ...(wire?.id === undefined ? {} : { 'jsonrpc.request.id': String(wire.id) }),
    },
    ...(linked === undefined ? {} : { links: [{ context: linked.spanContext() }] }),
  }
  const tracer = api.trace.getTracer(SCOPE)
  return tracer.startActiveSpan(`${method} ${name}`, options, parent, async (span) => {
    const outcome = await run()
    const failure = toFailure(call.kind, outcome)
    if (failure !== undefined) {
      span.setAttributes({ ...failure, 'dev.toolgraph.code': toCode(outcome) })
      // No message: it may repeat an argument.
      span.setStatus({ code: ERROR })
    }
    span.end()
    return outcome
  })
}

/** What stands in `_meta` comes before the span that is active here, and that before a header. */
function findParent(
  { context, propagation }: OpenTelemetry,
  wire: Wire | undefined,
): { parent: Context; linked?: Span } {
  const ambient = context?.active() ?? rootContext
  const active = ambient.getValue(SPAN) as Span | undefined
  if (propagation === undefined || wire === undefined) return { parent: ambient }

  const meta = Object(wire.meta)
  if (typeof meta.traceparent === 'string') {
    const parent = propagation.extract(ambient, meta, fromMeta)
    return active === undefined || parent === ambient ? { parent } : { parent, linked: active }
  }
  if (active !== undefined) return { parent: ambient }
  return { parent: propagation.extract(ambient, wire.request.headers, fromHeaders) }
}

const fromMeta: TextMapGetter<unknown> = {
  keys: (carrier) => Object.keys(Object(carrier)),
  get: (carrier, key) => {
    const value: unknown = Object(carrier)[key]
    return typeof value === 'string' ? value : undefined
  },
}

const fromHeaders: TextMapGetter<unknown> = {
  keys: (carrier) => (carrier instanceof Headers ? [...carrier.keys()] : []),
  get: (carrier, key) => (carrier instanceof Headers ? carrier.get(key) : undefined) ?? undefined,
}

/** What is said of every call, in spans and in metrics: nothing of many values. */
function toAttributes({ kind, name, era, wire }: ObservedCall): Attributes {
  return {
    ...(era === 'rest' ? {} : { 'mcp.method.name': METHODS[kind] }),
    ...(kind === 'tool'
      ? { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': name }
      : {}),
    ...(kind === 'prompt' ? { 'gen_ai.prompt.name': name } : {}),
    ...(era === 'rest' ? {} : { 'mcp.protocol.version': toVersion(era, wire) }),
    'network.protocol.name': 'http',
    'network.transport': 'tcp',
  }
}

function toVersion(era: Era, wire: Wire | undefined): string {
  if (era === 'modern') return '2026-07-28'
  return wire?.request.headers.get('mcp-protocol-version') ?? UNNAMED_VERSION
}

/** `undefined` where nothing failed; a question that is open is no failure. */
function toFailure<output>(kind: CallKind, outcome: Outcome<output>): Attributes | undefined {
  if (outcome.kind === 'answered' || outcome.kind === 'asked') return undefined
  if (kind === 'tool') return { 'error.type': 'tool_error' }
  const code = outcome.kind === 'refused' ? '-32602' : '-32603'
  return { 'error.type': code, 'rpc.response.status_code': code }
}

function toCode<output>(outcome: Outcome<output>): string {
  return outcome.kind === 'refused' ? outcome.code : 'ERR_INTERNAL'
}

interface Instruments {
  duration: Histogram
  refusals: Counter
}

const instruments = new WeakMap<MeterProvider, Instruments>()

function instrumentsOf(provider: MeterProvider): Instruments {
  const known = instruments.get(provider) ?? createInstruments(provider)
  instruments.set(provider, known)
  return known
}

function createInstruments(provider: MeterProvider): Instruments {
  const meter = provider.getMeter(SCOPE)
  return {
    duration: meter.createHistogram('mcp.server.operation.duration', {
      description: 'Duration of a call, from its arrival to its result',
      unit: 's',
      advice: { explicitBucketBoundaries: BUCKETS },
    }),
    refusals: meter.createCounter('dev.toolgraph.auth.refusals', {
      description: 'Callers without a token, with a bad one, or with too few scopes',
      unit: '{refusal}',
    }),
  }
}
