import type { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import process from 'node:process'
import { createLog, readEnvironment } from '@toolgraph/entry'
import { runEntry, serveNode } from '@toolgraph/entry/node'

import { parseSealKeys } from '../lib/server/sealing/seal.ts'
import { environment } from './environment.ts'

/** What `vite build` makes of the application. */
interface Built {
  handler(request: IncomingMessage, response: ServerResponse, next: () => void): void
}

const BUILDS = new URL('../../build/', import.meta.url)
const MAX_BODY_BYTES = 512 * 1024

runEntry(async () => {
  const values = readEnvironment(environment, process.env)
  parseSealKeys(values.WEB_SEAL_KEYS)
  const { protocol, host } = new URL(values.WEB_URL)

  // The application's origin is the configured one, whatever a request says of itself.
  process.env['WEB_ADAPTER_PROTOCOL_HEADER'] = 'x-toolgraph-protocol'
  process.env['WEB_ADAPTER_HOST_HEADER'] = 'x-toolgraph-host'
  process.env['WEB_ADAPTER_BODY_SIZE_LIMIT'] = String(MAX_BODY_BYTES)
  const { handler }: Built = await import(newestBuild().href)

  await serveNode({
    name: 'agent-web',
    host: values.HOST,
    port: values.WEB_PORT,
    log: createLog('agent-web', values.TOOLGRAPH_MODE),
    listener: (request, response) => {
      const canonical = canonicalAddress(request, values.WEB_URL)
      if (canonical) return void response.writeHead(307, { location: canonical }).end()
      request.headers['x-toolgraph-protocol'] = protocol.slice(0, -1)
      request.headers['x-toolgraph-host'] = host
      response.setHeader('x-content-type-options', 'nosniff')
      handler(request, response, () => response.writeHead(404).end())
    },
    onStop: async () => {
      // SvelteKit's own signal to what it runs; Node's types know no events but Node's.
      const { emit }: EventEmitter = process
      emit.call(process, 'sveltekit:shutdown', 'SIGTERM')
    },
  })
})

/** A build stands in a folder of its own, so that another one does not take the files away from a server that runs. */
function newestBuild(): URL {
  const name = readFileSync(new URL('newest', BUILDS), 'utf8')
  return new URL(`${name}/handler.js`, BUILDS)
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

/**
 * Cookies and sign-in belong to one name of this machine: who comes by another (`127.0.0.1` for
 * `localhost`) is sent to it. Only between loopback names, as a proxy may rightly change the others.
 */
function canonicalAddress({ method, headers, url }: IncomingMessage, webUrl: string) {
  const wanted = new URL(webUrl)
  const isPage = method === 'GET' && headers.accept?.includes('text/html')
  if (!isPage || !headers.host || headers.host === wanted.host) return undefined
  const given = URL.parse(`${wanted.protocol}//${headers.host}`)
  if (
    given?.port !== wanted.port ||
    !LOOPBACK.includes(given.hostname) ||
    !LOOPBACK.includes(wanted.hostname)
  )
    return undefined
  return url?.startsWith('/') && !url.startsWith('//') ? wanted.origin + url : undefined
}
