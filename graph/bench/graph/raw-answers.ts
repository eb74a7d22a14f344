/** A row as the driver gives it. */
export type Row = Record<string, unknown>

/** A row as a summary of the REST face. */
export function toSummary(row: Row) {
  return {
    id: row['id'],
    name: row['name'],
    title: row['title'],
    description: row['description'],
    version: row['version'],
    tags: row['tags'],
    categories: row['categories'],
    url: row['baseUrl'] ?? undefined,
    region: row['region'] ?? undefined,
    scopeNames: row['scopes'] ?? [],
    needsSignIn: needsSignIn(row),
    health: row['healthState'],
    toolCount: row['toolCount'],
    matchedTools: row['matchedTools'] ?? [],
  }
}

/** A row with its tools as a record of the REST face. */
export function toRecord(row: Row, tools: readonly Row[]) {
  const { matchedTools: _none, ...summary } = toSummary(row)
  return {
    ...summary,
    visibility: row['visibility'],
    status: row['status'],
    source: row['source'],
    translations: row['translations'],
    transport: row['transport'] ?? undefined,
    websiteUrl: row['websiteUrl'] ?? undefined,
    repositoryUrl: row['repositoryUrl'] ?? undefined,
    scopes: [],
    healthCheckedAt: row['healthCheckedAt'] ?? undefined,
    tools: tools.map((tool) => ({
      ...tool,
      title: tool['title'] ?? undefined,
      outputSchema: tool['outputSchema'] ?? undefined,
    })),
    publishedAt: row['publishedAt'],
    updatedAt: row['updatedAt'],
  }
}

/** A version as the registry API gives it. */
export function toResponse(row: Row) {
  return {
    server: row['manifest'],
    _meta: {
      'io.modelcontextprotocol.registry/official': {
        status: row['status'],
        statusChangedAt: row['statusChangedAt'] ?? row['publishedAt'],
        statusMessage: row['statusMessage'] ?? undefined,
        publishedAt: row['publishedAt'],
        updatedAt: row['updatedAt'],
        isLatest: row['isLatest'],
      },
      'dev.toolgraph/registry': {
        health: {
          state: row['healthState'],
          checkedAt: row['healthCheckedAt'] ?? undefined,
          latencyMs: row['latencyMs'] ?? undefined,
          uptime30d: row['uptime30d'] ?? undefined,
        },
        protocolEra: row['protocolEra'] ?? undefined,
        toolCount: row['healthToolCount'] ?? undefined,
        toolsFingerprint: row['toolsFingerprint'] ?? undefined,
        isVerified: false,
      },
    },
  }
}

/** What is asked of a server in a GraphQL list. */
export const LISTED = `name title description version url tags categories toolCount health { state }`
/** What is asked of one server. */
export const WHOLE = `name title description version url transport websiteUrl repositoryUrl tags categories status
  health { state checkedAt } tools { name title description inputSchema scopes }`

/** A row with the fields of `LISTED`. */
export function toListed(row: Row) {
  return {
    name: row['name'],
    title: row['title'],
    description: row['description'],
    version: row['version'],
    url: row['baseUrl'],
    tags: row['tags'],
    categories: row['categories'],
    toolCount: row['toolCount'],
    health: { state: row['healthState'] },
  }
}

/** A row with the fields of `WHOLE`. */
export function toGraphqlServer(row: Row, tools: readonly Row[]) {
  const { toolCount: _none, ...listed } = toListed(row)
  return {
    ...listed,
    transport: row['transport'],
    websiteUrl: row['websiteUrl'],
    repositoryUrl: row['repositoryUrl'],
    status: row['status'],
    health: { state: row['healthState'], checkedAt: row['healthCheckedAt'] },
    tools: tools.map(({ name, title, description, inputSchema, scopes }) => ({
      name,
      title,
      description,
      inputSchema,
      scopes,
    })),
  }
}

/** A page of a GraphQL list; one row more than asked says that there is a next one. */
export function toGraphqlList(rows: readonly Row[], first: number) {
  const page = rows.slice(0, first)
  const cursorOf = (row: Row) => `${(row['publishedAt'] as Date).toISOString()} ${row['id']}`
  const last = page.at(-1)
  return {
    edges: page.map((row) => ({ cursor: cursorOf(row), node: toListed(row) })),
    pageInfo: { hasNextPage: rows.length > first, endCursor: last ? cursorOf(last) : null },
  }
}

/** A page of a GraphQL search. */
export function toGraphqlSearch({ totalCount, facets, servers }: Row) {
  const rows = servers as Row[]
  return {
    totalCount,
    facets,
    edges: rows.map((row) => ({
      cursor: String(row['id']),
      matchedTools: row['matchedTools'] ?? [],
      node: toListed(row),
    })),
    pageInfo: {
      hasNextPage: rows.length < Number(totalCount),
      endCursor: rows.at(-1)?.['id'] ?? null,
    },
  }
}

function needsSignIn(row: Row): boolean {
  const isGated = String(row['healthState']).startsWith('gated')
  return (
    isGated || row['oauthIssuer'] !== null || Boolean((row['scopes'] as unknown[] | null)?.length)
  )
}
