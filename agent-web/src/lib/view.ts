/**
 * What the pages read from their `load` functions. The names and nullability are those of the
 * graph's schema, so that a query's answer fits without being copied.
 */

export type HealthState =
  'open' | 'gated' | 'gated_broken' | 'wrong_transport' | 'not_mcp' | 'down' | 'unknown'
export type ConnectionStatus = 'active' | 'needs_sign_in' | 'revoked'
export type RunStatus = 'running' | 'succeeded' | 'failed' | 'cancelled'
/** What a tool or a permission does to the outside: looks, changes, or says nothing of it. */
export type Effect = 'read' | 'write' | 'other'
export type Theme = 'system' | 'light' | 'dark'

/** The person who is signed in. */
export interface ViewerView {
  subject: string
  name: string
}

/** One reading of a server's health. */
export interface HealthView {
  state: HealthState
  latencyMs?: number | null
  protocolEra?: string | null
  toolCount?: number | null
  checkedAt?: string | null
  detail?: string | null
}

/** How a server is now, with what that rests on and the part of the last 30 days in which it worked. */
export interface HealthNowView extends HealthView {
  evidence?: {
    httpStatus?: number | null
    contentType?: string | null
    cause?: string | null
    problem?: string | null
  } | null
  uptime?: number | null
}

/** A time in which a server failed. */
export interface IncidentView {
  id: string
  state: HealthState
  openedAt: string
  closedAt?: string | null
}

/** A change of a tool that whoever uses it should know of. */
export interface ToolChangeView {
  id: string
  toolName: string
  kind: 'added' | 'changed' | 'removed'
  severity: 'breaking' | 'warning' | 'notice' | 'none'
  detectedAt: string
}

/** A server as it stands in a list. */
export interface ServerCardView {
  id: string
  name: string
  title: string
  description: string
  /** Set where it has a picture. */
  iconUrl?: string | null
  url?: string | null
  categories: string[]
  oauthIssuer?: string | null
  isVerified: boolean
  status: 'active' | 'deprecated' | 'deleted'
  toolCount: number
  health: HealthView
}

/** A tool, from the registry or from a connection. */
export interface ToolView {
  id: string
  name: string
  title?: string | null
  description: string
  inputSchema: unknown
  outputSchema?: unknown
  annotations: unknown
  scopes?: string[]
}

export interface FacetView {
  value: string
  count: number
}

/** A page of search results. */
export interface SearchView {
  totalCount: number
  isEstimate: boolean
  corrections: { word: string; instead: string }[]
  pageInfo: { hasNextPage: boolean; endCursor?: string | null }
  edges: {
    cursor: string
    node: ServerCardView
    matchedTools: string[]
    why: { words: string[]; meanings: string[] }[]
  }[]
  facets: { categories: FacetView[]; health: FacetView[]; auth: FacetView[] }
  tools: {
    tool: Pick<ToolView, 'id' | 'name' | 'title' | 'description' | 'annotations'>
    server: Pick<ServerCardView, 'id' | 'name' | 'title'>
  }[]
}

/** The narrowing of a search, as the address says it. */
export interface FiltersView {
  categories: string[]
  auth: 'none' | 'oauth' | null
  health: string[]
}

/** A server as its own page shows it. */
export interface ServerPageView extends ServerCardView {
  version: string
  transport?: string | null
  websiteUrl?: string | null
  repositoryUrl?: string | null
  tags: string[]
  region?: string | null
  source: 'published' | 'imported' | 'catalog'
  scopes: { name: string; description: string }[]
  tools: ToolView[]
  health: HealthNowView
  readings: { edges: { node: HealthView }[] }
  incidents: { edges: { node: IncidentView }[] }
  toolChanges: { edges: { node: ToolChangeView }[] }
  versions: {
    edges: {
      node: {
        version: string
        isLatest: boolean
        publishedAt: string
        status: ServerCardView['status']
        statusMessage?: string | null
      }
    }[]
  }
  owner?: { name: string; type: string } | null
  publishedAt: string
  updatedAt: string
  connection?: { id: string; status: ConnectionStatus } | null
}

/** A permission on the pre-consent sheet. */
export interface ScopeChoiceView {
  name: string
  description: string
  kind: Effect
  selected: boolean
  isNew: boolean
}

/** A connection as the list and the workbench show it. */
export interface ConnectionView {
  id: string
  status: ConnectionStatus
  issuer?: string | null
  scopesGranted: string[]
  expiresAt?: string | null
  lastSyncAt?: string | null
  createdAt: string
  server: Pick<ServerCardView, 'id' | 'name' | 'title' | 'iconUrl' | 'url'> & {
    health?: HealthView
  }
}

/** A connection's tools, by what they do. */
export interface ToolGroupView {
  category: Effect
  tools: ToolView[]
}

/** One run of a tool. */
export interface RunView {
  id: string
  toolName: string
  /** In the reader's language; null for a tool that is gone or has none. */
  toolTitle: string | null
  status: RunStatus
  input: unknown
  output?: unknown
  errorCode?: string | null
  errorMessage?: string | null
  startedAt: string
  endedAt?: string | null
  connection: { id: string; server: Pick<ServerCardView, 'name' | 'title' | 'iconUrl'> }
}
