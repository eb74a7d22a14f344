import { createServer, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { Command, InvalidArgumentError } from 'commander'
import { createCallLog } from '../dev/call-log.ts'
import { createDevApp } from '../dev/dev-app.ts'
import { createFront } from '../dev/front.ts'
import { findFreePort, listen } from '../dev/listen.ts'
import { onNode } from '../dev/on-node.ts'
import { onWorkerd, type RunPlan } from '../dev/on-workerd.ts'
import { readFreshManifest } from '../dev/read-fresh-manifest.ts'
import { runUntilStopped } from '../dev/run-until-stopped.ts'
import { watchTypes } from '../dev/watch-types.ts'
import { findProject } from '../lib/load-worker.ts'
import { localEnv } from '../lib/project-env.ts'
import type { World } from '../lib/world.ts'

interface Options {
  node?: boolean
  port: number
  inspectorPort: number
  json?: boolean
}

/** `toolgraph dev`: the worker on this machine, with people to sign in as and a page to call its tools. */
export function devCommand(world: World): Command {
  return new Command('dev')
    .description('run the server here, with an inspector page and an issuer with two people')
    .option('--node', 'on Node instead of workerd')
    .option('--port <port>', 'where the server listens', parsePort, 8787)
    .option('--inspector-port <port>', 'where the inspector and issuer listen', parsePort, 8788)
    .action((_options, command: Command) => dev(command.optsWithGlobals<Options>(), world))
}

async function dev(options: Options, world: World): Promise<void> {
  const { folder, workerFile } = findProject(world.cwd)
  const publicUrl = `http://localhost:${options.port}`
  const origin = `http://localhost:${options.inspectorPort}`
  const vars = { PUBLIC_URL: publicUrl, ISSUER_URL: origin }
  const plan = { folder, workerFile, port: await findFreePort(), vars }
  const worker = options.node ? onNode(plan) : onWorkerd(plan)

  const where = { server: `${publicUrl}/mcp`, inspector: origin, issuer: origin }
  const servers = await openServers(where, plan, options, world)
  // With --json the only line is the one for a machine; what else is said goes beside it.
  const voice = options.json ? { ...world, stdout: world.stderr } : world
  const ready = () => world.stdout(options.json ? toJson(where) : toGreeting(where, options.node))
  try {
    const types = watchTypes(folder)
    await runUntilStopped({ worker, types, ready, folder, workerFile }, voice)
  } finally {
    for (const server of servers) close(server)
  }
}

/** Opens what stands before the worker, and the inspector with the issuer. */
async function openServers(
  { server, inspector }: Where,
  { folder, port, vars }: RunPlan,
  options: Options,
  { now, fetch, stderr }: World,
): Promise<Server[]> {
  const calls = createCallLog()
  const app = await createDevApp({
    origin: inspector,
    resource: server,
    readManifest: () => readFreshManifest(folder, localEnv(folder, { env: vars })),
    calls,
    refused: (sentence) => stderr(`The issuer refused ${sentence}\n`),
    fetch,
    now,
  })
  const front = createFront({ target: port, calls, now })
  await listen(front, options.port, '--port')
  const page = createServer(getRequestListener(app.fetch))
  try {
    await listen(page, options.inspectorPort, '--inspector-port')
  } catch (error) {
    close(front)
    throw error
  }
  return [front, page]
}

function close(server: Server): void {
  server.close()
  server.closeAllConnections()
}

function parsePort(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw new InvalidArgumentError('a port is a number from 1 to 65535')
}

interface Where {
  server: string
  inspector: string
  issuer: string
}

function toJson(where: Where): string {
  return `${JSON.stringify(where)}\n`
}

function toGreeting({ server, inspector, issuer }: Where, node = false): string {
  return `
  Server      ${server}   (on ${node ? 'Node' : 'workerd'}; starts anew when a file changes)
  Inspector   ${inspector}
  Issuer      ${issuer}   (sign in as Aiko or Ben)

`
}
