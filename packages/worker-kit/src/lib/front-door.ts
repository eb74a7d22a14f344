import type { Address } from './address.ts'

/** Why a request does not get in at all. */
export interface Rejection {
  status: number
  code: string
  message: string
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Checks the Host header against DNS rebinding: a page of a stranger's name that resolves to this
 * machine carries the stranger's name. Ports may differ; loopback names count as one.
 */
export function checkHost(
  request: Request,
  { host: ownHost, hostname: own }: Address,
  allowedHosts: readonly string[],
): Rejection | undefined {
  if (request.headers.get('host') === ownHost) return undefined
  const host = hostOf(request)
  if (host === own || (host !== undefined && allowedHosts.includes(host))) return undefined
  if (host !== undefined && LOOPBACK.has(host) && LOOPBACK.has(own)) return undefined
  return { status: 403, code: 'ERR_HOST_FORBIDDEN', message: 'This server has another name' }
}

/** Checks the Origin header (MCP transports: MUST, 403). A client that is no browser sends none. */
export function checkOrigin(
  request: Request,
  { origin: own }: Address,
  allowedOrigins: readonly string[],
): Rejection | undefined {
  const origin = request.headers.get('origin')
  if (origin === null) return undefined
  if (origin === own || allowedOrigins.includes(origin)) return undefined
  return {
    status: 403,
    code: 'ERR_ORIGIN_FORBIDDEN',
    message: 'Web pages of this origin may not call this server',
  }
}

/** A request made within the process has no Host header; then its address stands for it. */
function hostOf(request: Request): string | undefined {
  const host = request.headers.get('host')
  const address = host === null ? request.url : `http://${host}`
  return URL.canParse(address) ? new URL(address).hostname : undefined
}
