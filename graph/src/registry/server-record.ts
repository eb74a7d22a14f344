import type { ServerAuthorization } from './server.ts'
import type { Tool } from './tool.ts'

/** How a server answered its last probe. */
export type HealthState =
  'open' | 'gated' | 'gated_broken' | 'wrong_transport' | 'not_mcp' | 'down' | 'unknown'

/** A scope that tools of a server ask for, and why. */
export interface ScopeReason {
  readonly name: string
  readonly description: string
  readonly descriptions: Readonly<Record<string, string>>
}

/** The least that a list says of a server. */
export interface ServerSummary {
  readonly id: string
  readonly name: string
  readonly title: string
  readonly description: string
  readonly version: string
  readonly url: string | undefined
  readonly tags: readonly string[]
  readonly categories: readonly string[]
  readonly region: string | undefined
  readonly scopes: readonly string[]
  readonly needsSignIn: boolean
  readonly health: HealthState
  readonly toolCount: number
}

/** All that the registry says of a server. */
export interface ServerRecord extends Omit<ServerSummary, 'scopes' | 'health'> {
  readonly transport: string | undefined
  readonly websiteUrl: string | undefined
  readonly repositoryUrl: string | undefined
  readonly translations: unknown
  readonly scopes: readonly ScopeReason[]
  readonly authorization: ServerAuthorization
  readonly visibility: 'public' | 'organization' | 'private'
  readonly status: 'active' | 'deprecated' | 'deleted'
  readonly source: 'published' | 'imported' | 'catalog'
  readonly owner: { readonly id: string; readonly name: string; readonly type: string } | undefined
  readonly health: { readonly state: HealthState; readonly checkedAt: Date | undefined }
  readonly tools: readonly Tool[]
  readonly publishedAt: Date
  readonly updatedAt: Date
}

/** A protected resource as an issuer needs it: its names, its issuer, its scopes with their reasons. */
export interface ResourceRecord {
  readonly resource: string
  readonly name: string
  readonly title: string
  readonly titles: Readonly<Record<string, string>>
  readonly issuer: string
  readonly scopes: readonly ScopeReason[]
}
