import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { CATALOG } from '../../catalog/index.ts'
import type { Bilingual } from '../../src/import/catalog-entry.ts'
import { isJson, listOf, textOf } from '../../src/import/parse-record.ts'

/** What servers are made of. */
export interface Seeds {
  /** The records of a real registry: of each server all its versions. */
  servers: readonly (readonly SeedRecord[])[]
  /** The tools of real servers. */
  toolLists: readonly (readonly SeedTool[])[]
  /** Schemas of the inputs of real tools. */
  inputSchemas: readonly object[]
  /** Titles and descriptions in both languages. */
  bilingual: readonly { title: Bilingual; description: Bilingual }[]
}

/** A record as the registry API gives it. */
export interface SeedRecord {
  server: Readonly<Record<string, unknown>>
  _meta: Readonly<Record<string, unknown>>
}

/** A tool's words. */
export interface SeedTool {
  name: string
  description: string
}

/**
 * Reads what servers are made of: a dump of the official registry, an index of real tools, and our own catalog.
 *
 * @param folder Holds `official-registry.json`, `search/tool-index.json` and `search/livemcpbench-tools.json`
 */
export async function readSeeds(folder: string): Promise<Seeds> {
  const [registry, index, detailed] = await Promise.all([
    readJson(path.join(folder, 'official-registry.json')),
    readJson(path.join(folder, 'search/tool-index.json')),
    readJson(path.join(folder, 'search/livemcpbench-tools.json')),
  ])
  const records = listOf(isJson(registry) ? registry['servers'] : []).flatMap(toRecord)
  const toolLists = listOf(index).map(({ tools }) => toTools(tools))
  return {
    servers: [...Map.groupBy(records, ({ server }) => server['name']).values()],
    toolLists: toolLists.filter((tools) => tools.length > 0),
    inputSchemas: schemasOf(detailed),
    bilingual: CATALOG.map(({ title, description }) => ({ title, description })),
  }
}

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    const remedy = 'name the folder of the real records with --corpus'
    throw new Error(`Cannot read "${file}": ${remedy}`, { cause })
  })
  return JSON.parse(text)
}

function toRecord({ server, _meta }: Record<string, unknown>): SeedRecord[] {
  return isJson(server) && isJson(_meta) ? [{ server, _meta }] : []
}

function toTools(tools: unknown): SeedTool[] {
  return listOf(tools).map(({ name, description }) => ({
    name: textOf(name),
    description: textOf(description),
  }))
}

function schemasOf(detailed: unknown): object[] {
  const servers = listOf(detailed).flatMap(({ tools }) =>
    isJson(tools) ? Object.values(tools) : [],
  )
  const tools = listOf(servers).flatMap(({ tools: all }) => listOf(all))
  return tools.flatMap(({ inputSchema }) => (isJson(inputSchema) ? [inputSchema] : []))
}
