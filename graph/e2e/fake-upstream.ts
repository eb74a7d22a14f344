import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A version at the fake upstream. */
export interface UpstreamVersion {
  name: string
  version: string
  status: 'active' | 'deprecated' | 'deleted'
  description: string
  updatedAt: Date
}

const PAGE_SIZE = 10

/** A registry of another, on a socket: what it lists is an array, which a test changes. */
export async function openFakeUpstream() {
  const versions: UpstreamVersion[] = []
  /** The queries that were answered, in their order. */
  const asked: URLSearchParams[] = []
  /** Answers instead, where a test has something else in mind. */
  let instead: ((response: ServerResponse, query: URLSearchParams) => boolean) | undefined

  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'http://upstream.test')
    asked.push(searchParams)
    if (instead?.(response, searchParams)) return
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(list(searchParams)))
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo

  function list(query: URLSearchParams) {
    const since = query.get('updated_since')
    const after = query.get('cursor') ?? ''
    const found = versions
      .filter(
        ({ status, updatedAt }) =>
          (since === null || updatedAt >= new Date(since)) &&
          (status !== 'deleted' || since !== null || query.get('include_deleted') === 'true'),
      )
      .map((each) => ({ ...each, key: `${each.name}:${each.version}` }))
      .toSorted((a, b) => (a.key < b.key ? -1 : 1))
      .filter(({ key }) => key > after)
    const page = found.slice(0, PAGE_SIZE)
    const nextCursor = found.length > PAGE_SIZE ? { nextCursor: page.at(-1)?.key } : {}
    return { servers: page.map(toRecord), metadata: { count: page.length, ...nextCursor } }
  }

  return {
    versions,
    asked,
    origin: `http://localhost:${port}`,
    /** Adds versions, or changes those of the same name and version, from now on. */
    put(...changes: (Partial<UpstreamVersion> & Pick<UpstreamVersion, 'name' | 'version'>)[]) {
      for (const change of changes) {
        const at = versions.findIndex(
          ({ name, version }) => name === change.name && version === change.version,
        )
        const known = versions[at] ?? { status: 'active', description: 'Lists things' }
        const next = { ...known, updatedAt: new Date(), ...change } as UpstreamVersion
        if (at < 0) versions.push(next)
        else versions[at] = next
      }
    },
    answerInstead(answer: typeof instead) {
      instead = answer
    },
    close() {
      server.closeAllConnections()
      return new Promise<void>((resolve) => {
        server.close(() => resolve())
      })
    },
  }
}

function toRecord({ name, version, status, description, updatedAt }: UpstreamVersion) {
  const date = updatedAt.toISOString()
  return {
    server: { name, version, description },
    _meta: {
      'io.modelcontextprotocol.registry/official': {
        status,
        statusChangedAt: date,
        publishedAt: '2026-01-01T00:00:00Z',
        updatedAt: date,
      },
    },
  }
}
