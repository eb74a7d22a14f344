import { Hono } from 'hono'
import { RIGHT, type Behavior, type Filters } from './behavior.ts'
import { createEntry, toResponse, type Entry } from './store.ts'

type Json = Record<string, unknown>

/** A registry in memory that does everything right, apart from what a test breaks. */
export function createFakeRegistry(broken: Partial<Behavior> = {}) {
  const behavior: Behavior = { ...RIGHT, ...broken }
  const entries = behavior.createEntries()
  let minutes = 1_000_000

  function refuse(status: number, error: string): Response {
    const problem = { title: 'Refused', status, detail: error, error }
    const headers = { 'content-type': 'application/problem+json' }
    return new Response(JSON.stringify(problem), { status, headers })
  }

  function list(url: URL): Response {
    const query = url.searchParams
    const limit = behavior.toLimit(query.get('limit'))
    if (limit === undefined) return refuse(422, 'The limit must be from 1 to 100')
    const since = query.get('updated_since') ?? undefined
    if (since !== undefined && !behavior.isDate(since)) return refuse(400, 'That is no date')
    if (since !== undefined && query.get('include_deleted') === 'false')
      return refuse(400, 'What was deleted cannot be left out')
    const text = query.get('cursor')
    const cursor = text === null ? undefined : behavior.readCursor(text)
    if (text !== null && cursor === undefined) return refuse(400, 'That is no cursor')
    const asked: Filters = {
      search: query.get('search') ?? undefined,
      version: query.get('version') ?? undefined,
      since,
      includeDeleted: query.get('include_deleted') === 'true' || since !== undefined,
    }
    const filters = cursor ? behavior.continueWith(cursor, asked) : asked
    const { search, version, since: after, includeDeleted } = filters
    const found = entries
      .filter(
        (entry) =>
          (search === undefined || behavior.matches(entry, search)) &&
          (version === undefined || behavior.hasVersion(entry, version)) &&
          (after === undefined || behavior.isSince(entry, after)) &&
          behavior.isShown(entry, includeDeleted),
      )
      .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
    const start = cursor ? found.findIndex((entry) => keyOf(entry) > cursor.after) : 0
    const page = start < 0 ? [] : found.slice(start, start + limit)
    const last = page.at(-1)
    const nextCursor =
      last && !behavior.isLast(start + page.length, found.length)
        ? { nextCursor: behavior.writeCursor({ ...filters, after: keyOf(last) }) }
        : {}
    return Response.json({
      servers: page.map(toResponse),
      metadata: { count: page.length, ...nextCursor },
    })
  }

  function versionsOf(name: string, url: URL): Entry[] {
    const includeDeleted = url.searchParams.get('include_deleted') === 'true'
    const own = entries.filter(({ server }) => server.name === name)
    return own.filter((entry) => behavior.isShown(entry, includeDeleted))
  }

  /** Who writes, to what: an answer when they may not. */
  function forbid(request: Request, name: string, isThere: boolean): Response | undefined {
    const token = request.headers.get('authorization')?.replace('Bearer ', '')
    if (!behavior.isKnown(token)) return refuse(401, 'The token is missing or wrong')
    if (!behavior.mayWrite(name)) return refuse(403, 'You may not publish here')
    return isThere ? undefined : refuse(404, 'Server not found')
  }

  function touch(entry: Entry): Entry {
    minutes += 1
    entry.updatedAt = new Date(Date.UTC(2026, 0, 1) + minutes * 60_000).toISOString()
    return entry
  }

  function publish(manifest: Entry['server']): Response {
    const [issue] = behavior.check(manifest)
    if (issue) return refuse(422, `${issue.path} ${issue.message}`)
    if (behavior.isTaken(entries, manifest)) return refuse(400, 'That version or address is taken')
    minutes += 1
    const entry = createEntry(behavior.keep(manifest), minutes)
    entries.push(entry)
    behavior.markLatest(entries, manifest.name)
    return Response.json(toResponse(entry))
  }

  function setStatus(own: readonly Entry[], body: Json): Response | undefined {
    if (own.some((entry) => !behavior.isStatusAllowed(entry, body)))
      return refuse(400, 'That status cannot be set')
    for (const entry of own) {
      const message =
        body['statusMessage'] === undefined ? undefined : String(body['statusMessage'])
      behavior.setStatus(touch(entry), body['status'] as Entry['status'], message)
      behavior.markLatest(entries, entry.server.name)
    }
    return undefined
  }

  async function answer(request: Request): Promise<Response> {
    const url = new URL(request.url)
    if (/%00/.test(url.href)) return refuse(400, 'There is a NUL character')
    if (request.method === 'OPTIONS') return new Response(null, { status: 204 })
    const path = url.pathname.replace(/^\/v0\//, '/v0.1/').replace(/^\/servers$/, '/v0.1/servers')
    if (path === '/v0.1/servers/')
      return new Response(null, {
        status: 308,
        headers: { location: `/v0.1/servers${url.search}` },
      })
    const body: Json = request.method.startsWith('P') ? Object(await request.json()) : {}
    if (path === '/v0.1/servers') return list(url)
    if (path === '/v0.1/validate') {
      const issues = behavior.check(body)
      return Response.json({ valid: issues.length === 0, issues })
    }
    if (path === '/v0.1/publish') {
      const manifest = body as Entry['server']
      return forbid(request, `${manifest.name}`, true) ?? publish(manifest)
    }
    if (path.startsWith('/v0.1/auth/')) {
      if (!behavior.proves(body)) return refuse(401, 'That proves nothing')
      return Response.json({ registry_token: 'right', expires_at: 0 })
    }
    return server(request, url, path, body)
  }

  function server(request: Request, url: URL, path: string, body: Json): Response {
    const match = /^\/v0\.1\/servers\/(.+?)(\/versions(?:\/([^/]+))?)?(\/status)?$/.exec(path)
    const [, encoded = '', versions, exact, status] = match ?? []
    const name = decode(encoded)
    const own = versionsOf(name, url)
    const all = entries.filter((entry) => entry.server.name === name)
    const entry = behavior.findVersion(own, decode(exact ?? ''))
    if (request.method === 'GET') {
      if (!versions) return refuse(404, 'There is no such path')
      if (own.length === 0 || (exact && !entry)) return refuse(404, 'Server not found')
      if (entry && exact) return Response.json(toResponse(entry))
      const sorted = behavior.sortVersions(own).map(toResponse)
      return Response.json({ servers: sorted, metadata: { count: sorted.length } })
    }
    const target = exact ? all.filter((each) => each.server.version === decode(exact)) : all
    const refusal = forbid(request, name, target.length > 0)
    if (refusal) return refusal
    const [first] = target
    if (!first) return refuse(404, 'Server not found')
    if (request.method === 'PATCH' && status) {
      const wrong = setStatus(target, body)
      if (wrong) return wrong
      const told = target.map(toResponse)
      return exact
        ? Response.json(told[0])
        : Response.json({ updatedCount: told.length, servers: told })
    }
    if (request.method === 'PUT') {
      const manifest = body as Entry['server']
      const path = { name, version: decode(exact ?? '') }
      if (!behavior.edits(path, manifest)) return refuse(400, 'Neither name nor version can change')
      if (behavior.check(manifest).length > 0) return refuse(422, 'It is wrong')
      first.server = manifest
      return Response.json(toResponse(touch(first)))
    }
    return refuse(501, 'That is not supported')
  }

  const app = new Hono()
  app.all('*', async (context) => {
    const response = await answer(context.req.raw)
    const headers = new Headers(response.headers)
    headers.set('access-control-allow-origin', '*')
    headers.set('access-control-allow-methods', 'GET, OPTIONS')
    headers.set('access-control-allow-headers', 'Authorization, Content-Type')
    return behavior.answer(
      context.req.raw,
      new Response(response.body, { ...init(response), headers }),
    )
  })
  return {
    entries,
    fetch: async (input: string | URL | Request, options?: RequestInit) =>
      app.fetch(new Request(input, options)),
  }
}

function init({ status, statusText }: Response) {
  return { status, statusText }
}

function keyOf({ server }: Entry): string {
  return `${server.name}:${server.version}`
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
