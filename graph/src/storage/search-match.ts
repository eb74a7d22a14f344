import { Prisma, type Database } from '@toolgraph/database'
import type { Viewer } from '../registry/viewer.ts'
import { chooseHits, strengthen, type Hit, type Posting } from '../search/choose-hits.ts'
import type {
  Candidate,
  MatchRequest,
  MatchSet,
  SearchFilter,
  SearchKind,
} from '../search/search-index.ts'
import { filterConditions, isNarrow, ownServersSql } from './search-conditions.ts'
import { planLeaves, type Leaves } from './search-leaves.ts'
import type { StatisticsReader } from './search-statistics.ts'
import { visibleServersSql } from './visible-to.ts'

/** `SearchIndex.match`: asks the index for the words, and then reads the roughly best. */
export async function match(
  database: Database,
  statistics: StatisticsReader,
  request: MatchRequest,
): Promise<MatchSet> {
  const { terms } = request
  const words = await statistics.read(request.kind)
  const plan = planLeaves(terms, words)
  const { left, known, isPartial } = plan
  const { documentCount } = words
  const lists = await Promise.all([
    readPostings(database, request, plan.asked),
    readPostings(database, request, plan.mostUsed, { isOfMostUsed: true }),
  ])
  const postings = lists.flat()
  const { hits, totalCount, ...chosen } = chooseHits({ ...request, postings, known, documentCount })
  // How common words are says nothing of what a filter leaves.
  const isFiltered = Object.keys(request.filter).length > 0
  return {
    totalCount: isPartial && !isFiltered ? Math.max(totalCount, ...known) : totalCount,
    isEstimate: isPartial,
    candidates: hits.length > 0 ? await readCandidates(database, request, hits, left) : [],
    ...chosen,
  }
}

interface PostingRow {
  at: number
  ids: string
  facets: string
}

/**
 * The documents that hold each leaf, most used first, in one statement. Each list comes as one text: rows would cost more
 * than the search.
 *
 * @param isOfMostUsed Only those that stand as high as the leaf says, which another index knows
 */
async function readPostings(
  database: Database,
  { kind, viewer, filter }: MatchRequest,
  leaves: Leaves,
  { isOfMostUsed = false } = {},
): Promise<Posting[]> {
  if (leaves.queries.length === 0) return []
  const { documents, id } = TABLES[kind]
  const stands = isOfMostUsed ? Prisma.sql`AND d.standing >= leaf.least` : Prisma.empty
  // Not walked in the order of that index (`+ 0`): each step would read a whole document.
  const rows = await database.$query<PostingRow>(Prisma.sql`
    SELECT leaf.at::int AS at, found.ids, found.facets
    FROM unnest(${leaves.queries}::text[]::tsquery[], ${leaves.leasts}::int[], ${leaves.mosts}::int[])
      WITH ORDINALITY AS leaf (query, least, most, at)
    CROSS JOIN LATERAL (
      SELECT string_agg(one.id::text, ',') AS ids, string_agg(one.facets, ${'\n'}) AS facets
      FROM (SELECT d.${id} AS id, d.facets FROM ${documents} d ${joinServers(filter)}
        WHERE d.vector @@ leaf.query ${stands} AND ${isSeen(viewer, filter)}
        ORDER BY d.standing + 0 DESC, d.${id} LIMIT leaf.most) one) found
    WHERE found.ids IS NOT NULL`)
  return rows.map(({ at, ids, facets }) => ({
    term: leaves.terms[at - 1] ?? -1,
    other: leaves.others[at - 1] ?? -1,
    value: leaves.values[at - 1] ?? 0,
    ids: ids.split(','),
    facets: facets.split('\n'),
  }))
}

const TABLES = {
  server: { documents: Prisma.sql`graph."SearchDocument"`, id: Prisma.sql`"serverId"` },
  tool: { documents: Prisma.sql`graph."ToolSearchDocument"`, id: Prisma.sql`"toolId"` },
} as const satisfies Record<SearchKind, unknown>

/** What is counted stands in the document; for all else its server is asked. */
function joinServers(filter: SearchFilter): Prisma.Sql {
  return isNarrow(filter)
    ? Prisma.sql`JOIN graph."McpServer" s ON s.id = d."serverId"`
    : Prisma.empty
}

function isSeen(viewer: Viewer | undefined, filter: SearchFilter): Prisma.Sql {
  const mine = viewer ? Prisma.sql`OR d."serverId" = ANY(${ownServersSql(viewer)})` : Prisma.empty
  const fits = isNarrow(filter) ? Prisma.sql`AND ${filterConditions(filter).fixed}` : Prisma.empty
  return Prisma.sql`(d."isPublic" ${mine}) ${fits}`
}

type CandidateRow = Omit<Candidate, 'strengths'> & {
  /** By place: the leaves of those left out that it holds, too. */
  left: number[]
}

/**
 * What ranking looks at, of the roughly best; here it is asked again who may see them. Their pages are unpacked once
 * (`OFFSET 0`), not once a leaf.
 */
async function readCandidates(
  database: Database,
  { kind, viewer }: MatchRequest,
  hits: readonly Hit[],
  left: Leaves,
): Promise<Candidate[]> {
  const isTool = kind === 'tool'
  const { documents, id } = TABLES[kind]
  const ids = hits.map((hit) => hit.id)
  const page = Prisma.sql`CROSS JOIN LATERAL (SELECT d.vector || ''::tsvector AS vector OFFSET 0) page`
  const held = Prisma.sql`(SELECT coalesce(json_agg(leaf.at), '[]')
    FROM unnest(${left.queries}::text[]::tsquery[]) WITH ORDINALITY AS leaf (query, at)
    WHERE page.vector @@ leaf.query)`
  const hasLeft = left.queries.length > 0
  const [row] = await database.$query<{ candidates: CandidateRow[] }>(Prisma.sql`
    SELECT coalesce(json_agg(json_build_object(
      'id', d.${id}, 'serverId', s.id, 'serverName', s."nameKey",
      'title', ${isTool ? Prisma.sql`t.name, 'toolName', t.name` : Prisma.sql`s.title, 'toolName', NULL`},
      'health', s."healthState", 'status', s.status, 'source', s.source, 'linkCount', s."linkCount",
      'isRemote', s."baseUrl" IS NOT NULL, 'isVerified', s."isVerified",
      'left', ${hasLeft ? held : Prisma.sql`json_build_array()`})), '[]') AS candidates
    FROM ${documents} d JOIN graph."McpServer" s ON s.id = d."serverId"
      ${hasLeft ? page : Prisma.empty}
      ${isTool ? Prisma.sql`JOIN graph."McpTool" t ON t.id = d."toolId"` : Prisma.empty}
    WHERE d.${id} = ANY(${ids}::uuid[]) AND ${visibleServersSql(viewer)}`)
  const found = new Map(row?.candidates.map((candidate) => [candidate.id, candidate]))
  return hits.flatMap(({ id: hitId, strengths }) => {
    const candidate = found.get(hitId)
    return candidate ? [toCandidate(candidate, strengths, left)] : []
  })
}

function toCandidate(
  { left: places, ...candidate }: CandidateRow,
  strengths: number[],
  left: Leaves,
): Candidate {
  for (const place of places) {
    strengthen(strengths, left.terms[place - 1] ?? -1, left.values[place - 1] ?? 0)
  }
  return { ...candidate, strengths }
}
