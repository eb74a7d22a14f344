// What it takes to have a server that people can sign in to: the kit beside its peers, each in a folder of its own
// outside the workspace. Needs the npm registry, and ports 8787 and 8788. `--json` prints one object and nothing else.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { parseArgs, promisify } from 'node:util'
import { getRequestListener } from '@hono/node-server'
import { createDevIssuer } from '../src/dev-issuer/create-dev-issuer.ts'
import { linkServer } from '../test/link-server.ts'
import { ROOT } from '../test/root.ts'
import { contenders, type Contender } from './contenders.ts'

const SERVER = 'http://localhost:8787/mcp'
const ISSUER = 'http://localhost:8788'
const COMMAND = path.join(ROOT, 'packages/cli/src/entry/toolgraph.ts')
const ENVIRONMENT = {
  HOME: process.env['HOME'],
  PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env['PATH']}`,
  WRANGLER_SEND_METRICS: 'false',
  npm_config_prefer_offline: 'true',
}

/** What one way took: lines that say something, and seconds. */
interface Report {
  sourceLines: number
  configurationLines: number
  installSeconds: number
  startSeconds: number
  linkSeconds: number
}

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } })
await promisify(execFile)('npm', ['run', 'pack'], { cwd: ROOT, env: ENVIRONMENT })
const reports: Record<string, Report> = {}
for (const [key, contender] of Object.entries(contenders)) {
  reports[key] = await measure(contender)
}
console.log(values.json ? JSON.stringify(reports) : toTable(reports))

async function measure(contender: Contender): Promise<Report> {
  const outside = mkdtempSync(path.join(tmpdir(), 'toolgraph-bench-'))
  const folder = path.join(outside, 'my-server')
  try {
    if (contender.hasIssuer) {
      await promisify(execFile)(process.execPath, [COMMAND, 'create', 'my-server'], {
        cwd: outside,
        env: ENVIRONMENT,
      })
    } else cpSync(contender.folder, folder, { recursive: true })
    const lines = (files: readonly string[]) =>
      files.reduce((sum, file) => sum + countLines(path.join(folder, file)), 0)
    return {
      sourceLines: lines(contender.source),
      configurationLines: lines(contender.configuration),
      installSeconds: await timed(() =>
        promisify(execFile)('npm', ['install', '--no-audit', '--no-fund'], {
          cwd: folder,
          env: ENVIRONMENT,
        }),
      ),
      ...(await startAndLink(folder, contender)),
    }
  } finally {
    rmSync(outside, { recursive: true, force: true })
  }
}

async function startAndLink(folder: string, { hasIssuer }: Contender) {
  const issuer = hasIssuer ? undefined : await startIssuer()
  // A group of its own: `npm run` starts programs that start programs.
  const child = spawn('npm', ['run', 'dev'], {
    cwd: folder,
    env: ENVIRONMENT,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => {
      output += text.toString()
    })
  }
  const ended = once(child, 'exit').then(() => {
    throw new Error(`It ended:\n${output}`)
  })
  try {
    return {
      startSeconds: await timed(() => Promise.race([untilAnswered(), ended])),
      linkSeconds: await timed(async () => {
        const { call } = await linkServer(SERVER, 'aiko')
        const answer = JSON.stringify(await call('greet_me'))
        if (answer !== '{"greeting":"Hello, Aiko"}') throw new Error(`It answered ${answer}`)
      }),
    }
  } finally {
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGTERM')
    await ended.catch(() => {})
    issuer?.closeAllConnections()
    issuer?.close()
  }
}

/** The issuer of `toolgraph dev`, for those that bring none. */
async function startIssuer() {
  const { app } = await createDevIssuer({
    issuer: ISSUER,
    readResource: async () => ({
      url: SERVER,
      title: 'My server',
      scopes: [{ name: 'greeting:read', description: 'Greet you by your name' }],
    }),
    refused: (sentence) => console.error(sentence),
    now: Date.now,
  })
  const server = createServer(getRequestListener(app.fetch)).listen(8788, '127.0.0.1')
  await once(server, 'listening')
  return server
}

async function untilAnswered(): Promise<void> {
  for (let left = 600; left > 0; left -= 1) {
    const isThere = await fetch(SERVER, { method: 'POST' }).then(
      () => true,
      () => false,
    )
    if (isThere) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('The server did not answer within a minute')
}

/** Seconds. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  await work()
  return Math.round((performance.now() - begin) / 100) / 10
}

/** Lines that are neither empty nor a comment. */
function countLines(file: string): number {
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.filter((line) => !/^\s*(?:$|\/\/|\/?\*)/.test(line)).length
}

function toTable(all: Readonly<Record<string, Report>>): string {
  const rows = Object.entries(all).map(([key, report]) => {
    const cells = [contenders[key]?.label, ...Object.values(report)]
    return `| ${cells.join(' | ')} |`
  })
  return [
    '| | source, lines | configuration, lines | install, s | start, s | link and call, s |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
  ].join('\n')
}
