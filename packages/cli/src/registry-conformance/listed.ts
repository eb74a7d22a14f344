import { Mismatch } from './conformance-case.ts'
import { describeAnswer, expectStatus } from './expectations.ts'
import type { Exchange, Registry } from './registry.ts'

const OFFICIAL = 'io.modelcontextprotocol.registry/official'

/** One entry of a list, as far as it can be read. */
export interface Listed {
  readonly name: string
  readonly version: string
  readonly server: Readonly<Record<string, unknown>>
  /** The official part of the entry's `_meta`. */
  readonly official: Readonly<Record<string, unknown>>
  /** Whether the entry has a `_meta` at all. */
  readonly hasMeta: boolean
}

/** One page of a list. */
export interface Page {
  readonly exchange: Exchange
  readonly entries: readonly Listed[]
  readonly nextCursor: string | undefined
  readonly count: unknown
}

/** Filters of a list, as query parameters. */
export type Query = Readonly<Record<string, string | number>>

/** Asks for a page; `path` may be that of a server's versions. */
export async function getPage(
  registry: Registry,
  query: Query = {},
  path = '/v0.1/servers',
): Promise<Page> {
  const search = new URLSearchParams(
    Object.entries(query).map(([key, value]): [string, string] => [key, String(value)]),
  ).toString()
  return toPage(await registry.send(`${path}${search && `?${search}`}`))
}

/** Reads an answer as a page. */
export function toPage(exchange: Exchange): Page {
  expectStatus(exchange, 200)
  const { servers, metadata } = record(exchange.json)
  if (!Array.isArray(servers)) throw new Mismatch('a list "servers"', describeAnswer(exchange))
  const { nextCursor, count } = record(metadata)
  const entries = servers.map(toListed)
  const hasNext = typeof nextCursor === 'string' && nextCursor !== ''
  return { exchange, entries, nextCursor: hasNext ? nextCursor : undefined, count }
}

/** Reads an answer as one version of a server. */
export function toVersion(exchange: Exchange): Listed {
  return toListed(expectStatus(exchange, 200).json)
}

/** What an answer says of servers, one or many, without what others than the standard add. */
export function entriesOf(exchange: Exchange): Pick<Listed, 'server' | 'official'>[] {
  const isList = 'servers' in record(exchange.json)
  const entries = isList ? toPage(exchange).entries : [toVersion(exchange)]
  return entries.map(({ server, official }) => ({ server, official }))
}

/** Follows the cursors for so many pages at most. */
export async function getPages(registry: Registry, query: Query, max: number): Promise<Page[]> {
  const pages = [await getPage(registry, query)]
  for (let cursor = pages[0]?.nextCursor; cursor !== undefined && pages.length < max;) {
    const page = await getPage(registry, { ...query, cursor })
    pages.push(page)
    cursor = page.nextCursor
  }
  return pages
}

/** Name and version, which no two entries share. */
export function keyOf({ name, version }: Pick<Listed, 'name' | 'version'>): string {
  return `${name}@${version}`
}

/** The path of a server's versions, or of one. */
export function pathOf(name: string, version?: string): string {
  const versions = `/v0.1/servers/${encodeURIComponent(name)}/versions`
  return version === undefined ? versions : `${versions}/${encodeURIComponent(version)}`
}

function toListed(entry: unknown): Listed {
  const { server, _meta } = record(entry)
  const own = record(server)
  const { name, version } = own
  return {
    name: typeof name === 'string' ? name : '',
    version: typeof version === 'string' ? version : '',
    server: own,
    official: record(record(_meta)[OFFICIAL]),
    hasMeta: typeof _meta === 'object' && _meta !== null,
  }
}

/** The members of an object; none of anything else. */
export function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
