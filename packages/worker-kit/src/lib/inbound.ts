import * as z from 'zod'
import { Code, Meta, MODERN, RpcError, type Id } from './protocol.ts'
import { envelopeSchema, messageSchemas } from './wire-schemas.ts'

/** A request that waits for its answer. */
export interface RpcRequest {
  id: Id
  method: string
  params?: Readonly<Record<string, unknown>>
}

/** What a body is. */
export type Inbound =
  | {
      kind: 'modern'
      request: RpcRequest
      meta: Readonly<Record<string, unknown>>
    }
  | { kind: 'legacy'; requests: readonly RpcRequest[]; isBatch: boolean }
  /** A notification of 2026-07-28: it has no answer. */
  | { kind: 'noted' }
  /** An answer of HTTP 400. */
  | { kind: 'rejected'; error: RpcError; id: Id | null }

/** The first version that sends no handshake. */
const isModern = (version: string) => version >= MODERN

/** The argument that stands in the header `Mcp-Name` too. */
const NAMED: Readonly<Record<string, string>> = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
}

/** Reads which era a body is of, and holds it against its headers (MCP 2026-07-28, SEP-2243). */
export function readInbound(headers: Headers, body: unknown): Inbound {
  if (Array.isArray(body)) return readBatch(body)
  const request = messageSchemas.request.safeParse(body)
  if (request.success) return readRequest(headers, request.data as RpcRequest)
  const notification = messageSchemas.notification.safeParse(body)
  if (notification.success) return readNotification(headers, notification.data)
  if (messageSchemas.response.safeParse(body).success) return noRequests(false)
  return rejected(Code.invalidRequest, 'The body is no JSON-RPC message', body)
}

function readBatch(messages: readonly unknown[]): Inbound {
  if (messages.length === 0) return rejected(Code.invalidRequest, 'The batch is empty', undefined)
  if (messages.some((message) => claimOf(message) !== undefined)) {
    return rejected(Code.invalidRequest, `Since ${MODERN} there are no batches`, undefined)
  }
  const { request, notification, response } = messageSchemas
  const known = z.union([request, notification, response])
  if (!messages.every((message) => known.safeParse(message).success)) {
    return rejected(Code.invalidRequest, 'The batch has what is no JSON-RPC message', undefined)
  }
  const requests = messages.filter((message) => request.safeParse(message).success)
  return { kind: 'legacy', requests: requests as RpcRequest[], isBatch: true }
}

function noRequests(isBatch: boolean): Inbound {
  return { kind: 'legacy', requests: [], isBatch }
}

function readRequest(headers: Headers, request: RpcRequest): Inbound {
  const version = headers.get('mcp-protocol-version')?.trim()
  const claim = claimOf(request)
  const envelope = claim === undefined ? undefined : envelopeSchema.safeParse(claim)
  const begins = request.method === 'initialize' && !(envelope?.success && isModern(claimed(claim)))
  if (claim === undefined || begins) {
    if (version === undefined || !isModern(version)) {
      return { kind: 'legacy', requests: [request], isBatch: false }
    }
    if (begins) return mismatch('initialize belongs to the handshake of older versions', request)
    return rejected(Code.invalidParams, 'The envelope in _meta is missing', request)
  }
  if (!envelope?.success) {
    return rejected(Code.invalidParams, 'The envelope in _meta is not as it should be', request)
  }
  return checkModern(headers, request, claim)
}

function checkModern(
  headers: Headers,
  request: RpcRequest,
  meta: Readonly<Record<string, unknown>>,
): Inbound {
  const version = headers.get('mcp-protocol-version')?.trim()
  const method = headers.get('mcp-method')?.trim()
  const requested = claimed(meta)
  if (version !== undefined && version !== requested) {
    return mismatch('the body has another protocol version', request)
  }
  if (method !== undefined && method !== request.method) {
    return mismatch('the body has another method', request)
  }
  if (requested !== MODERN) {
    const message = `Unsupported protocol version: ${requested}`
    const data = { supported: [MODERN], requested }
    return {
      kind: 'rejected',
      error: new RpcError(Code.unsupportedVersion, message, data),
      id: request.id,
    }
  }
  if (version === undefined) return mismatch('MCP-Protocol-Version is missing', request)
  if (method === undefined) return mismatch('Mcp-Method is missing', request)
  const wrongName = checkName(headers, request)
  if (wrongName !== undefined) return mismatch(wrongName, request)
  return { kind: 'modern', request, meta }
}

function checkName(headers: Headers, { method, params }: RpcRequest): string | undefined {
  const field = Object.hasOwn(NAMED, method) ? NAMED[method] : undefined
  if (field === undefined) return undefined
  const name = params?.[field]
  const header = headers.get('mcp-name')?.trim()
  if (typeof name !== 'string') {
    return header !== undefined && decodeHeader(header) === undefined
      ? 'Mcp-Name cannot be decoded'
      : undefined
  }
  if (header === undefined) return 'Mcp-Name is missing'
  return decodeHeader(header) === name ? undefined : `the body has another ${field}`
}

function readNotification(
  headers: Headers,
  notification: { method: string; params?: unknown },
): Inbound {
  const version = headers.get('mcp-protocol-version')?.trim()
  const method = headers.get('mcp-method')?.trim()
  const claim = claimOf(notification)
  const requested = claim?.[Meta.protocolVersion]
  if (claim !== undefined && typeof requested !== 'string') {
    return rejected(Code.invalidParams, 'The envelope in _meta is not as it should be', undefined)
  }
  if (requested !== undefined && version !== undefined && version !== requested) {
    return mismatch('the body has another protocol version', undefined)
  }
  const spoken = typeof requested === 'string' ? requested : version
  if (spoken === undefined || !isModern(spoken)) return noRequests(false)
  if (method !== undefined && method !== notification.method) {
    return mismatch('the body has another method', undefined)
  }
  if (spoken === MODERN) return { kind: 'noted' }
  const data = { supported: [MODERN], requested: spoken }
  const error = new RpcError(
    Code.unsupportedVersion,
    `Unsupported protocol version: ${spoken}`,
    data,
  )
  return { kind: 'rejected', error, id: null }
}

/** `_meta`, where it claims a version of the protocol. */
function claimOf(message: unknown): Readonly<Record<string, unknown>> | undefined {
  const { params } = Object(message)
  const { _meta: meta } = Object(params)
  if (typeof meta !== 'object' || meta === null || Array.isArray(meta)) return undefined
  return Meta.protocolVersion in meta ? meta : undefined
}

function claimed(meta: Readonly<Record<string, unknown>> | undefined): string {
  const version = meta?.[Meta.protocolVersion]
  return typeof version === 'string' ? version : ''
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** What is not plain ASCII travels as `=?base64?…?=` (SEP-2243). `undefined` for what is neither. */
export function decodeHeader(value: string): string | undefined {
  const [, encoded] = /^=\?base64\?(.*)\?=$/.exec(value) ?? []
  if (encoded === undefined) return value
  if (!BASE64.test(encoded)) return undefined
  try {
    const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** What headers and body say must agree. */
export function headerMismatch(what: string): RpcError {
  return new RpcError(Code.headerMismatch, `The headers and the body disagree: ${what}`)
}

function mismatch(what: string, body: unknown): Inbound {
  return { kind: 'rejected', error: headerMismatch(what), id: idOf(body) }
}

function rejected(code: number, message: string, body: unknown): Inbound {
  return {
    kind: 'rejected',
    error: new RpcError(code, message),
    id: idOf(body),
  }
}

function idOf(body: unknown): Id | null {
  const { method, id } = Object(body)
  if (typeof method !== 'string') return null
  return typeof id === 'string' || typeof id === 'number' ? id : null
}
