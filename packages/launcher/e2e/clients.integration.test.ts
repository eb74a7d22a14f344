import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { createMCPClient } from '@ai-sdk/mcp'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { obtainToken, untilRegistered } from '@toolgraph/testing'
import { installFromLock } from '@toolgraph/testing/install-from-lock'
import { createPerson } from '@toolgraph/testing/person'
import { startToolgraph, type RunningToolgraph } from '@toolgraph/testing/processes'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

// The clients that people have, as they are, at every server of the house: real processes, and a token of the real issuer.

/** A client that is connected. */
interface Connected {
  listTools(): Promise<{ tools: { name: string }[] }>
  callTool(call: { name: string; arguments: Record<string, unknown> }): Promise<unknown>
  close(): Promise<void>
}

type Connect = (url: string, headers: Record<string, string>) => Promise<Connected>

const INFO = { name: 'matrix', version: '1.0.0' }

function connectV2(mode: 'legacy' | { pin: '2026-07-28' }): Connect {
  return async (url, headers) => {
    const client = new Client(INFO, { versionNegotiation: { mode } })
    await client.connect(
      new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }),
    )
    const version = client.getNegotiatedProtocolVersion()
    expect(version).toBe(mode === 'legacy' ? '2025-11-25' : mode.pin)
    return client
  }
}

const INSPECTOR = new URL('inspector/', import.meta.url)
const PROGRAM = 'node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js'
const TOOL_REFUSED = 5
const home = mkdtempSync(path.join(os.tmpdir(), 'toolgraph-inspector-'))

/** The inspector's command line: a process for each question. */
const connectInspector: Connect = async (url, headers) => {
  const header = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  const options = ['--server-url', url, '--transport=http', '--quiet', '--format=json']
  const ask = async (...question: string[]) => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        new URL(PROGRAM, INSPECTOR).pathname,
        '--cli',
        ...options,
        ...question,
        '--header',
        ...header,
      ],
      // It writes into the home of who runs it.
      { env: { PATH: process.env['PATH'], HOME: home } },
    ).catch((error: { code: unknown; stdout: string }) => {
      // A tool that refuses is a result as well.
      if (error.code === TOOL_REFUSED) return error
      throw error
    })
    return JSON.parse(stdout).result
  }
  return {
    // Strict: it fails where other clients would stumble over a schema.
    listTools: () => ask('--method=tools/list', '--strict'),
    callTool: ({ name, arguments: args }) =>
      ask('--method=tools/call', '--tool-name', name, '--tool-args-json', JSON.stringify(args)),
    close: async () => {},
  }
}

const CLIENTS: Readonly<Record<string, Connect>> = {
  'the SDK v1 client': async (url, headers) => {
    const client = new ClientV1(INFO)
    const transport = new TransportV1(new URL(url), { requestInit: { headers } })
    // Its own types are not exact about optional properties.
    await client.connect(transport as Transport)
    return client
  },
  'the SDK v2 client, 2026-07-28': connectV2({ pin: '2026-07-28' }),
  'the SDK v2 client, 2025-11-25': connectV2('legacy'),
  '@ai-sdk/mcp': (url, headers) => createMCPClient({ transport: { type: 'http', url, headers } }),
  'the inspector on the command line': connectInspector,
}

/** Of each server a tool that reads and one that changes, and what they answer. */
const SERVERS = {
  booking: {
    tools: 5,
    reads: ['list_rooms', {}, { rooms: expect.arrayContaining([]) }],
    changes: ['cancel_booking', { bookingId: crypto.randomUUID() }, 'ERR_BOOKING_NOT_FOUND'],
  },
  product: {
    tools: 7,
    reads: ['get_product', { productId: 'wall-clock' }, { product: { id: 'wall-clock' } }],
    changes: ['release_stock', { key: 'nothing-here' }, 'ERR_RESERVATION_NOT_FOUND'],
  },
  order: {
    tools: 6,
    reads: ['list_orders', { limit: 1 }, { orders: [] }],
    changes: ['cancel_order', { orderId: crypto.randomUUID() }, 'ERR_ORDER_NOT_FOUND'],
  },
  form: {
    tools: 7,
    reads: ['list_forms', {}, { forms: [] }],
    changes: ['close_form', { formId: crypto.randomUUID() }, 'ERR_FORM_NOT_FOUND'],
  },
} as const
type ServerName = keyof typeof SERVERS
const NAMES = Object.keys(SERVERS) as ServerName[]

let toolgraph: RunningToolgraph
const tokens = new Map<ServerName, string>()

beforeAll(async () => {
  const replicas = { product: 1, order: 1, form: 1, 'agent-web': 0 }
  const starting = startToolgraph({ replicas })
  const hasInspector = await installFromLock(INSPECTOR)
  toolgraph = await starting
  expect(hasInspector, 'the inspector is installed from the npm registry').toBe(true)
  const { auth: issuer, graph } = toolgraph.urls
  const person = createPerson({ email: 'aiko@demo.example', password: 'toolgraph-demo' })
  for (const name of NAMES) {
    const resource = `${toolgraph.urls[name]}/mcp`
    await untilRegistered(graph, resource)
    const scopes = [`${name}:read`, `${name}:write`]
    tokens.set(name, await obtainToken({ issuer, resource, scopes, person }))
  }
}, 300_000)
afterAll(async () => {
  rmSync(home, { recursive: true, force: true })
  await toolgraph?.stop()
})

describe.each(Object.entries(CLIENTS))('%s', (_client, connect) => {
  it.for(NAMES)('lists the tools of %s, and calls them', { timeout: 60_000 }, async (name) => {
    const { tools: count, reads, changes } = SERVERS[name]
    const headers = { Authorization: `Bearer ${tokens.get(name)}` }
    const connected = await connect(`${toolgraph.urls[name]}/mcp`, headers)
    try {
      const { tools } = await connected.listTools()
      expect(tools).toHaveLength(count)
      const [read, readArgs, data] = reads
      expect(await connected.callTool({ name: read, arguments: readArgs })).toMatchObject({
        structuredContent: data,
      })
      const [change, changeArgs, code] = changes
      expect(await connected.callTool({ name: change, arguments: changeArgs })).toMatchObject({
        isError: true,
        _meta: { 'dev.toolgraph/code': code },
      })
    } finally {
      await connected.close()
    }
  })
})
