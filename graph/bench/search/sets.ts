import { readFileSync } from 'node:fs'
import path from 'node:path'
import * as z from 'zod'
import { CATALOG } from '../../catalog/index.ts'
import type { SearchableServer } from '../../src/search/search-document.ts'

/** A wish with what answers it: each group is one need, met by any of its members. */
export interface Wanted {
  query: string
  needs: readonly ReadonlySet<string>[]
}

/** What is searched in, and what is wished for. */
export interface SearchSet {
  kind: 'server' | 'tool'
  servers: readonly SearchableServer[]
  wanted: readonly Wanted[]
}

const toolSchema = z.object({
  name: z.string(),
  description: z.string().nullish(),
  inputSchema: z.unknown().optional(),
})
const benchmarkSchema = z.array(
  z.object({
    name: z.string(),
    description: z.string().nullish(),
    category: z.string().nullish(),
    tools: z.record(z.string(), z.object({ tools: z.array(toolSchema) })),
  }),
)
const packagesSchema = z.array(
  z.object({ package: z.string(), category: z.string().nullish(), tools: z.array(toolSchema) }),
)
const queriesSchema = z.array(z.object({ query: z.string(), tools: z.array(z.string()) }))
const bilingualSchema = z.array(z.object({ query: z.string(), servers: z.array(z.string()) }))

/** The sets by name, in the order of the report. */
export interface SearchSets {
  tools: SearchSet
  toolsWithDistractors: SearchSet
  servers: SearchSet
  bilingual: SearchSet
}

/**
 * Reads the sets.
 *
 * @param folder Holds `livemcpbench-queries.json`, `livemcpbench-tools.json` and `tool-index.json`
 */
export function readSets(folder: string): SearchSets {
  const servers = benchmarkSchema.parse(read(folder, 'livemcpbench-tools.json')).map(fromBenchmark)
  const others = packagesSchema.parse(read(folder, 'tool-index.json')).map(fromPackage)
  const queries = queriesSchema.parse(read(folder, 'livemcpbench-queries.json'))
  const byTool = queries.map(({ query, tools }) => ({
    query,
    needs: tools.map((tool) => new Set([tool])),
  }))
  return {
    tools: { kind: 'tool', servers, wanted: byTool },
    toolsWithDistractors: { kind: 'tool', servers: [...servers, ...others], wanted: byTool },
    servers: { kind: 'server', servers, wanted: byServer(servers, queries) },
    bilingual: readBilingual(),
  }
}

/** Needs are servers that have one of the tools; tools of the same servers are one need. */
function byServer(
  servers: readonly SearchableServer[],
  queries: z.infer<typeof queriesSchema>,
): Wanted[] {
  return queries.map(({ query, tools }) => {
    const holders = tools.map((name) =>
      servers
        .filter((server) => server.tools.some((tool) => tool.name === name))
        .map((server) => server.name),
    )
    const needs = new Map(holders.map((names) => [names.join('\n'), new Set(names)]))
    return { query, needs: [...needs.values()].filter(({ size }) => size > 0) }
  })
}

/** Wishes in two languages over the catalog in English alone, as imported servers come: any of its servers will do. */
function readBilingual(): SearchSet {
  const queries = bilingualSchema.parse(read(import.meta.dirname, '../bilingual-queries.json'))
  const servers = CATALOG.map(({ name, title, description, categories, tags }) => ({
    id: name,
    name,
    title: title.en,
    description: description.en,
    categories,
    tags,
    scopes: [],
    tools: [],
  }))
  const wanted = queries.map(({ query, servers: names }) => ({
    query,
    needs: names.map((name) => new Set([name])),
  }))
  return { kind: 'server', servers, wanted }
}

function fromBenchmark(
  { name, description, category, tools }: z.infer<typeof benchmarkSchema>[number],
  index: number,
): SearchableServer {
  const [ownName = name] = Object.keys(tools)
  const all = Object.values(tools).flatMap((part) => part.tools)
  return toServer({ id: `b${index}`, name: ownName, title: name, description, category, all })
}

function fromPackage(
  { package: name, category, tools }: z.infer<typeof packagesSchema>[number],
  index: number,
): SearchableServer {
  return toServer({ id: `p${index}`, name, title: name, category, all: tools })
}

function toServer(given: {
  id: string
  name: string
  title: string
  description?: string | null | undefined
  category?: string | null | undefined
  all: readonly z.infer<typeof toolSchema>[]
}): SearchableServer {
  const { id, name, title, description, category, all } = given
  const tools = all.map((tool, index) => ({
    id: `${id}.${index}`,
    name: tool.name,
    description: tool.description ?? '',
    inputSchema: tool.inputSchema,
  }))
  const tags = category ? [category] : []
  return {
    id,
    name,
    title,
    description: description ?? '',
    categories: [],
    tags,
    scopes: [],
    tools,
  }
}

function read(folder: string, file: string): unknown {
  return JSON.parse(readFileSync(path.join(folder, file), 'utf8'))
}
