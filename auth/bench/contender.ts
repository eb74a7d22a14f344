import type { MeasuredServer } from '@toolgraph/testing/measured-server'

/** An authorization server that is measured: where everything is, and who is known there. */
export interface Contender {
  name: string
  server: MeasuredServer
  origin: string
  authorizePath: string
  tokenPath: string
  introspectPath: string
  /** What a person types to sign in. */
  signInFields: Readonly<Record<string, string>>
  /** The resource whose tokens can be introspected. */
  introspectedResource: string
}

/** The public client of each contender. */
export const CLIENT_ID = 'agent-web'
/** Where it takes its codes. */
export const WEB_ORIGIN = 'https://app.example'
/** Its one redirect URI. */
export const REDIRECT_URI = `${WEB_ORIGIN}/auth/callback`
/** The confidential client that introspects. */
export const INTROSPECTOR = { id: 'graph', secret: 'the-secret-of-the-bench' } as const
/** The server that tokens are for. */
export const RESOURCE = 'https://booking.example/mcp'
/** What is asked for there. */
export const SCOPE = 'booking:read booking:write'
