import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { freePorts } from '@toolgraph/testing/ports'
import { createMcpWorker, getUser } from '@toolgraph/worker'
import * as z from 'zod'
import { createCallLog } from '../src/dev/call-log.ts'
import { createDevApp } from '../src/dev/dev-app.ts'
import { createFront } from '../src/dev/front.ts'

/** The inspector and the issuer beside a worker, all in this process, over sockets. */
export interface OpenDevApp {
  /** Of the inspector and the issuer. */
  readonly origin: string
  /** The address of the worker. */
  readonly resource: string
  /** What the issuer said in the terminal. */
  readonly refused: readonly string[]
  close(): Promise<void>
}

/** Opens them on free ports. */
export async function openDevApp(): Promise<OpenDevApp> {
  const [inspectorPort = 0, frontPort = 0, workerPort = 0] = await freePorts(3)
  const origin = `http://localhost:${inspectorPort}`
  const resource = `http://localhost:${frontPort}/mcp`
  const refused: string[] = []
  const calls = createCallLog()
  const worker = createTeaWorker(resource, origin)
  const app = await createDevApp({
    origin,
    resource,
    readManifest: async () => worker.manifest({}),
    calls,
    refused: (sentence) => refused.push(sentence),
    fetch,
    now: Date.now,
  })
  const servers = [
    createServer(getRequestListener(app.fetch)).listen(inspectorPort, '127.0.0.1'),
    createServer(getRequestListener((request) => worker.fetch(request, {}))).listen(
      workerPort,
      '127.0.0.1',
    ),
    createFront({ target: workerPort, calls, now: Date.now }).listen(frontPort, '127.0.0.1'),
  ]
  return {
    origin,
    resource,
    refused,
    async close() {
      for (const server of servers) {
        server.closeAllConnections()
        await new Promise((resolve) => server.close(resolve))
      }
    },
  }
}

function createTeaWorker(url: string, issuer: string) {
  return createMcpWorker({
    name: 'com.example/tea',
    version: '1.0.0',
    title: 'Tea <b>house</b>',
    description: 'Brews tea',
    url,
    issuer,
    scopes: {
      'tea:read': { en: 'See your teas', ja: 'お茶を見る' },
      'tea:write': { en: 'Brew tea for you', ja: 'お茶を淹れる' },
    },
  })
    .mcpTool(
      'list_teas',
      z.object({
        kind: z.enum(['green', 'black']).describe('Which kind').optional(),
        limit: z.int().min(1).max(50).default(10).describe('How many'),
        isCold: z.boolean().default(false),
      }),
      ({ kind = 'green', limit }) => ({ teas: [kind], limit }),
      { description: 'Lists the teas.', annotations: { readOnlyHint: true } },
    )
    .mcpTool(
      'brew_tea',
      z.object({ name: z.string(), steps: z.array(z.string()).default([]) }),
      ({ name, steps }, context) => `${name} for ${getUser(context).name} in ${steps.length} steps`,
      {
        title: 'Brew tea',
        description: 'Brews a tea for the signed-in person.',
        scopes: ['tea:write'],
        annotations: { readOnlyHint: false, destructiveHint: false },
      },
    )
}
