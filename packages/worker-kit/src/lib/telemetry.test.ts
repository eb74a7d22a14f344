import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { callRequest, legacyCallRequest } from '../../test/requests.ts'
import { createMixedWorker, createRoomsWorker, env } from '../../test/rooms-worker.ts'
import { startTelemetry, type TestTelemetry } from '../../test/telemetry.ts'
import { createMcpWorker } from '../index.ts'
import { createTestClient, createTestIssuer, type TestIssuer } from '../testing.ts'

const log = { info: () => {}, warn: () => {}, error: () => {} }
const remote = { trace: '4bf92f3577b34da6a3ce929d0e0e4736', span: '00f067aa0ba902b7' }
const traceparent = `00-${remote.trace}-${remote.span}-01`

let issuer: TestIssuer
let telemetry: TestTelemetry

beforeAll(async () => {
  issuer = await createTestIssuer()
})
beforeEach(() => {
  telemetry = startTelemetry()
})
afterEach(() => telemetry.stop())

const rooms = () => createRoomsWorker({ fetch: issuer.fetch, log })
const mixed = () => createMixedWorker({ fetch: issuer.fetch, log })
const tokenFor = (scopes: string[]) => issuer.token({ resource: env.url, scopes })

/** The one span that has ended. */
function theSpan() {
  const [span, ...others] = telemetry.spans()
  if (span === undefined || others.length > 0) throw new Error('There is not just one span')
  return span
}

describe('a call, where the application has registered OpenTelemetry', () => {
  it.each([
    ['2026-07-28', callRequest],
    ['2025-11-25', legacyCallRequest],
  ])('is a span by the conventions for MCP, %s', async (version, request) => {
    await mixed().fetch(request('sum', { a: 1, b: 2 }, { id: 'call-7' }), env)
    const { name, kind, attributes, status } = theSpan()
    expect({ name, kind, status: status.code }).toEqual({
      name: 'tools/call sum',
      kind: SpanKind.SERVER,
      status: SpanStatusCode.UNSET,
    })
    expect(attributes).toEqual({
      'mcp.method.name': 'tools/call',
      'mcp.protocol.version': version,
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'sum',
      'jsonrpc.request.id': 'call-7',
      'network.protocol.name': 'http',
      'network.transport': 'tcp',
    })
  })

  it('is a span over plain HTTP too', async () => {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ a: 1, b: 2 })
    const url = 'https://rooms.test/mcp/tools/sum'
    await mixed().fetch(new Request(url, { method: 'POST', headers, body }), env)
    expect(theSpan()).toMatchObject({ name: 'execute_tool sum', kind: SpanKind.SERVER })
    expect(theSpan().attributes).not.toHaveProperty('mcp.method.name')
  })

  it.each([
    ['a refusal', { room: 'taken' }, 'ERR_ROOM_TAKEN'],
    ['a fault', { room: 'broken' }, 'ERR_INTERNAL'],
    ['arguments that do not fit', { room: '' }, 'ERR_ARGUMENTS_INVALID'],
  ])('ends in error for %s, and tells only the code', async (_case, args, code) => {
    const token = await tokenFor(['rooms:read', 'rooms:write'])
    await rooms().fetch(callRequest('book_room', args, { token }), env)
    const { status, attributes, events } = theSpan()
    expect(status).toEqual({ code: SpanStatusCode.ERROR })
    expect(attributes).toMatchObject({ 'error.type': 'tool_error', 'dev.toolgraph.code': code })
    expect(events).toEqual([])
  })

  it('keeps arguments, results, people and tokens out of spans and metrics', async () => {
    const token = await issuer.token({
      resource: env.url,
      subject: 'aiko-tanaka',
      scopes: ['rooms:read', 'rooms:write'],
    })
    for (const room of ['garden-room', 'broken', 'taken', '']) {
      await rooms().fetch(callRequest('book_room', { room }, { token }), env)
    }
    const spans = telemetry.spans().map((span) => {
      const { name, attributes, status, events, links } = span
      return { name, attributes, status, events, links }
    })
    const points = await telemetry.points('mcp.server.operation.duration')
    const told = JSON.stringify({ spans, points })
    expect(spans).toHaveLength(4)
    expect(told).not.toMatch(/garden-room|hunter2|aiko|taken|broken/)
    expect(told).not.toContain(token)
  })

  it('counts an open question as no failure', async () => {
    const client = await createTestClient(mixed(), {
      env,
      answer: () => ({ action: 'decline' }),
    })
    await client.call('order_tea', { cups: 1 })
    const ends = telemetry.spans().map(({ name, status }) => [name, status.code])
    expect(ends).toEqual([
      ['tools/call order_tea', SpanStatusCode.UNSET],
      ['tools/call order_tea', SpanStatusCode.UNSET],
    ])
  })

  it('is measured in seconds', async () => {
    await mixed().fetch(callRequest('sum', { a: 1, b: 2 }), env)
    await mixed().fetch(callRequest('sum', { a: 1 }), env)
    const [good, bad] = await telemetry.points('mcp.server.operation.duration')
    const attributes = { 'mcp.method.name': 'tools/call', 'gen_ai.tool.name': 'sum' }
    expect(good).toMatchObject({ attributes, value: { count: 1 } })
    expect(bad).toMatchObject({ attributes: { ...attributes, 'error.type': 'tool_error' } })
    expect(good?.attributes).not.toHaveProperty('jsonrpc.request.id')
  })
})

describe('the trace of a call', () => {
  const traced = (meta: object, headers: Record<string, string> = {}) => {
    const request = callRequest('sum', { a: 1, b: 2 }, { headers })
    return request.json().then(({ params, ...rest }) => {
      const body = { ...rest, params: { ...params, _meta: { ...params._meta, ...meta } } }
      return new Request(request.url, {
        method: 'POST',
        headers: request.headers,
        body: JSON.stringify(body),
      })
    })
  }

  it('goes on from `_meta` (SEP-414)', async () => {
    const answer = await mixed().fetch(await traced({ traceparent, tracestate: 'a=b' }), env)
    expect(answer.status).toBe(200)
    expect(theSpan().spanContext().traceId).toBe(remote.trace)
    expect(theSpan().parentSpanContext).toMatchObject({ spanId: remote.span, isRemote: true })
  })

  it('goes on from `_meta` for a call that the SDK serves', async () => {
    const request = await traced({ traceparent, progressToken: 1 })
    await (await mixed().fetch(request, env)).text()
    expect(theSpan().parentSpanContext).toMatchObject({ spanId: remote.span })
  })

  it('goes on from the header, where nothing nearer tells', async () => {
    await mixed().fetch(await traced({}, { traceparent }), env)
    expect(theSpan().parentSpanContext).toMatchObject({ spanId: remote.span })
  })

  it('goes on from the span that is active here, before a header', async () => {
    const request = await traced({}, { traceparent })
    await trace.getTracer('test').startActiveSpan('POST /mcp', async (outer) => {
      await mixed().fetch(request, env)
      outer.end()
    })
    const [call, outer] = telemetry.spans()
    expect(call?.parentSpanContext?.spanId).toBe(outer?.spanContext().spanId)
  })

  it('links the span that is active here, where `_meta` names another parent', async () => {
    const request = await traced({ traceparent })
    await trace.getTracer('test').startActiveSpan('POST /mcp', async (outer) => {
      await mixed().fetch(request, env)
      outer.end()
    })
    const [call, outer] = telemetry.spans()
    expect(call?.parentSpanContext?.spanId).toBe(remote.span)
    expect(call?.links.map(({ context }) => context.spanId)).toEqual([outer?.spanContext().spanId])
  })

  it.each([{ traceparent: 'nonsense' }, { traceparent: 7 }, { traceparent: '', baggage: {} }])(
    'begins anew where the client sent %j, and the call is answered',
    async (meta) => {
      const answer = await mixed().fetch(await traced(meta), env)
      expect(await answer.json()).toMatchObject({ result: { structuredContent: { sum: 3 } } })
      expect(theSpan().parentSpanContext).toBeUndefined()
    },
  )

  it('goes on in what a tool does', async () => {
    const worker = createMcpWorker({
      name: 'test.rooms/inner',
      version: '1.0.0',
      description: 'Traces itself',
      url: env.url,
    }).mcpTool(
      'look',
      z.object({}),
      () => trace.getTracer('tool').startActiveSpan('query', (span) => (span.end(), 'seen')),
      { annotations: { readOnlyHint: true } },
    )
    await worker.fetch(callRequest('look', {}), {})
    const [query, call] = telemetry.spans()
    expect(query?.name).toBe('query')
    expect(query?.parentSpanContext?.spanId).toBe(call?.spanContext().spanId)
  })
})

describe('refusals of authorization', () => {
  it('are counted by their reason and their status', async () => {
    const expired = await issuer.token({ resource: env.url, scopes: [], expiresIn: -60 })
    const few = await tokenFor([])
    for (const token of [undefined, undefined, expired, few]) {
      await rooms().fetch(callRequest('list_rooms', {}, { token }), env)
    }
    const points = await telemetry.points('dev.toolgraph.auth.refusals')
    const counts = points.map(({ attributes, value }) => [...Object.values(attributes), value])
    expect(counts).toEqual([
      ['no_token', 401, 2],
      ['expired', 401, 1],
      ['insufficient_scope', 403, 1],
    ])
    expect(telemetry.spans()).toEqual([])
  })
})

describe('without OpenTelemetry', () => {
  it('a call is answered as ever', async () => {
    telemetry.stop()
    const answer = await mixed().fetch(callRequest('sum', { a: 1, b: 2 }), env)
    expect(await answer.json()).toMatchObject({ result: { structuredContent: { sum: 3 } } })
    expect(telemetry.spans()).toEqual([])
  })
})
