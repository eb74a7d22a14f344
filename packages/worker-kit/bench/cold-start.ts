import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { freePort } from '@toolgraph/testing/ports'
import { bundle } from '../test/bundle.ts'

/** What it takes to begin. */
export interface ColdStart {
  /** Of a Worker's upload, as `wrangler deploy --minify` makes it. */
  gzipBytes: number
  /** From the start of workerd to the first answer, the least of all tries. */
  workerdStartMs: number
  /** The same bundle on Node. */
  nodeStartMs: number
}

/** Files in `cold-start/`, by the keys of their contenders. */
const WORKERS = { kit: 'kit', hono: 'hono', sdkV2: 'sdk-v2' }

/** The path of the program; the package says no types. */
const { default: workerd }: { default: string } = createRequire(import.meta.url)('workerd')

const DEADLINE_MS = 30_000
const BETWEEN_MS = 1

/** Bundles each worker and starts it anew, as often as told, in workerd and on Node. */
export async function measureColdStarts(tries: number): Promise<Map<string, ColdStart>> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'toolgraph-cold-start-'))
  const starts = new Map<string, ColdStart>()
  try {
    for (const [key, file] of Object.entries(WORKERS)) {
      const { code } = await bundle(new URL(`cold-start/${file}.ts`, import.meta.url))
      const script = path.join(folder, `${file}.mjs`)
      await writeFile(script, code)
      const workerdStartMs = await least(tries, (port) => startWorkerd(script, port))
      const nodeStartMs = await least(tries, (port) => startNode(script, port))
      starts.set(key, { gzipBytes: gzipSync(code).length, workerdStartMs, nodeStartMs })
    }
    return starts
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function least(
  tries: number,
  start: (port: number) => ChildProcess | Promise<ChildProcess>,
): Promise<number> {
  let best = Infinity
  for (let count = 0; count < tries; count += 1) {
    const port = await freePort()
    const begin = performance.now()
    const child = await start(port)
    try {
      await firstAnswer(port)
      best = Math.min(best, performance.now() - begin)
    } finally {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
  }
  return Math.round(best)
}

async function startWorkerd(script: string, port: number): Promise<ChildProcess> {
  const config = `${script}.capnp`
  await writeFile(
    config,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (
    modules = [(name = "worker", esModule = embed "${path.basename(script)}")],
    compatibilityDate = "2026-10-01",
  ))],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);`,
  )
  return spawn(workerd, ['serve', config], { stdio: 'ignore' })
}

function startNode(script: string, port: number): ChildProcess {
  const server = fileURLToPath(new URL('cold-start/serve-on-node.mjs', import.meta.url))
  const env = { ...process.env, NODE_ENV: 'production', PORT: String(port) }
  return spawn(process.execPath, [server, script], { env, stdio: 'ignore' })
}

/** Asks until it listens. */
async function firstAnswer(port: number): Promise<void> {
  const end = performance.now() + DEADLINE_MS
  while (performance.now() < end) {
    const answer = await ask(port).catch(() => undefined)
    if (answer?.includes('"structuredContent":{"sum":3}')) return
    if (answer !== undefined) throw new Error(`Cannot start a worker: it answered ${answer}`)
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS))
  }
  throw new Error(`Cannot start a worker: no answer within ${DEADLINE_MS} ms`)
}

async function ask(port: number): Promise<string> {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
  }
  const params = { name: 'sum', arguments: { a: 1, b: 2 }, _meta }
  const answer = await fetch(`http://127.0.0.1:${port}/mcp`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': 'sum',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
  })
  return answer.text()
}
