import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Manifest } from '@toolgraph/worker'
import { Hono, type MiddlewareHandler } from 'hono'
import * as z from 'zod'
import { createDevIssuer } from '../dev-issuer/create-dev-issuer.ts'
import { findPerson } from '../dev-issuer/people.ts'
import type { CallLog } from './call-log.ts'
import { callTool } from './call-tool.ts'
import { toInspectorPage } from './inspector-page.ts'

/** What the inspector and the issuer need. */
export interface DevAppOptions {
  /** Where they are: the issuer's identifier, too. */
  origin: string
  /** The address of the worker's MCP endpoint. */
  resource: string
  readManifest: () => Promise<Manifest>
  calls: CallLog
  /** Hears why a request was refused. */
  refused: (sentence: string) => void
  fetch: typeof fetch
  now: () => number
}

const FILES = { 'style.css': 'text/css', 'inspector.js': 'text/javascript' } as const
const PAGE = path.join(import.meta.dirname, '../../page')

const wish = z.object({
  tool: z.string(),
  args: z.record(z.string(), z.unknown()),
  person: z.string(),
  scopes: z.array(z.string()),
})

/** Creates the inspector with the local issuer beside it: one origin, so that no rule about origins is in the way. */
export async function createDevApp(options: DevAppOptions): Promise<Hono> {
  const { origin, resource, readManifest, calls, refused, fetch, now } = options
  const readResource = async () => {
    const { title, scopes } = await readManifest()
    return { url: resource, title, scopes }
  }
  const issuer = await createDevIssuer({ issuer: origin, readResource, refused, now })
  const app = new Hono()
  app.use(onlyAs(new URL(origin).host))
  app.get('/', () => toInspectorPage(resource))
  for (const [file, type] of Object.entries(FILES)) {
    app.get(`/page/${file}`, (c) => c.body(readFileSync(path.join(PAGE, file)), 200, typed(type)))
  }
  app.get('/inspector/manifest', async () => Response.json(await readManifest()))
  app.get('/inspector/calls', () => Response.json(calls.list()))
  app.post('/inspector/call', onlyFrom(origin), async ({ req }) => {
    const { tool, args, person: subject, scopes } = wish.parse(await req.json())
    const person = findPerson(subject)
    const grant = { clientId: 'toolgraph-inspector', resource, scopes }
    const token = person && (await issuer.issueToken({ person, ...grant }))
    return Response.json(await callTool({ url: resource, tool, args, token, fetch, now }))
  })
  app.route('/', issuer.app)
  app.onError((error, c) => c.json({ error: error.message }, 500))
  return app
}

/** A page of another site that had its name point here would be of our origin, but for its name. */
function onlyAs(host: string): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.header('host') !== host) return c.text(`This is ${host} and nothing else\n`, 421)
    return next()
  }
}

/** Only the inspector's own page may make the dev server act for Aiko or Ben. */
function onlyFrom(origin: string): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.header('origin') !== origin) return c.text('Only for the page of this server\n', 403)
    return next()
  }
}

function typed(type: string) {
  return { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' }
}
