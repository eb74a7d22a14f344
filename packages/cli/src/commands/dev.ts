import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { Command, InvalidArgumentError } from 'commander'
import { createCallLog } from '../dev/call-log.ts'
import { createDevApp } from '../dev/dev-app.ts'
import { createFront } from '../dev/front.ts'
import { findFreePort, listen } from '../dev/listen.ts'
import { onNode } from '../dev/on-node.ts'
import { onWorkerd } from '../dev/on-workerd.ts'
import { readFreshManifest } from '../dev/read-fresh-manifest.ts'
import { startWorkerProcess } from '../dev/worker-process.ts'
import { CliError } from '../lib/cli-error.ts'
import { findProject } from '../lib/load-worker.ts'
import { readLocalSecrets, readVars } from '../lib/read-vars.ts'
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

async function dev({ node, port, inspectorPort, json }: Options, world: World): Promise<void> {
  const { folder, workerFile } = findProject(world.cwd)
  const [publicUrl, origin] = [`http://localhost:${port}`, `http://localhost:${inspectorPort}`]
  const resource = `${publicUrl}/mcp`
  const vars = { PUBLIC_URL: publicUrl, ISSUER_URL: origin }
  const env = { ...readVars(folder), ...readLocalSecrets(folder), ...vars }
  const plan = { folder, workerFile, port: await findFreePort(), vars }
  const program = node ? onNode({ ...plan, env }) : onWorkerd(plan)

  const { now, fetch } = world
  const calls = createCallLog()
  const app = await createDevApp({
    origin,
    resource,
    readManifest: () => readFreshManifest(folder, env),
    calls,
    refused: (sentence) => world.stderr(`The issuer refused ${sentence}\n`),
    fetch,
    now,
  })
  const front = createFront({ target: plan.port, calls, now })
  const inspector = createServer(getRequestListener(app.fetch))
  try {
    await listen(front, port, '--port')
    await listen(inspector, inspectorPort, '--inspector-port')
    // With --json the only line of ours is for a machine; what the worker says goes beside it.
    const worker = startWorkerProcess(program, json ? { ...world, stdout: world.stderr } : world)
    const stopped = new Promise<void>((resolve) => {
      world.signal.addEventListener('abort', () => resolve(), { once: true })
    })
    const where = { server: resource, inspector: origin, issuer: origin }
    void worker.ready.then(() =>
      world.stdout(json ? `${JSON.stringify(where)}\n` : toGreeting(where, node)),
    )
    const code = await Promise.race([worker.ended, stopped.then(() => 'stopped' as const)])
    if (code !== 'stopped') throw ended(code, node)
    await worker.stop()
  } finally {
    for (const server of [front, inspector]) {
      server.close()
      server.closeAllConnections()
    }
  }
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

function toGreeting({ server, inspector, issuer }: Where, node = false): string {
  return `
  Server      ${server}   (on ${node ? 'Node' : 'workerd'}; starts anew when a file changes)
  Inspector   ${inspector}
  Issuer      ${issuer}   (sign in as Aiko or Ben)

`
}

function ended(code: number | null, node = false): CliError {
  return new CliError(
    'ERR_WORKER_ENDED',
    `Cannot run the worker: ${node ? 'Node' : 'wrangler'} ended with ${code}; its reason stands above`,
  )
}
