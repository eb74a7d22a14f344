// Starts everything on this machine: the database, then each service, and stops all of it together.
import { execFile } from 'node:child_process'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { serviceUrl } from '@toolgraph/database/migrate'
import { openDatabase, type OpenDatabase } from '../lib/open-database.ts'
import { buildAgentWeb, generateDatabase } from '../lib/freshness.ts'
import { SERVICES, settings, type LaunchedService } from '../lib/services.ts'
import { startService, type RunningProcess } from '../lib/start-service.ts'

/** How long the welcome waits for the servers to have published themselves; it comes all the same. */
const PUBLISH_TIMEOUT_MS = 15_000

const started = performance.now()
const running: RunningProcess[] = []
let database: OpenDatabase | undefined
let stopping: Promise<void> | undefined

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end(0))
try {
  await start()
} catch (error) {
  console.error(toSentence(error))
  if (process.env['DEBUG']) console.error(error)
  await end(1)
}

async function start(): Promise<void> {
  const environment = settings(process.env)
  await refuseTakenPorts(SERVICES.map((service) => Number(environment[service.portVariable])))
  generateDatabase()
  database = await openDatabase()
  void database.ended.then(() => fail('The database has ended'))
  const { ownerUrl } = database
  buildAgentWeb()
  await promisify(execFile)(process.execPath, ['graph/src/entry/load-catalog.ts'], {
    env: { ...process.env, DATABASE_URL: serviceUrl(ownerUrl, 'graph') },
  })

  const children = SERVICES.map((service) => {
    const DATABASE_URL = serviceUrl(ownerUrl, service.database)
    return startService(service, { ...environment, DATABASE_URL })
  })
  running.push(...children)
  // All of them may say what they miss before the start is given up.
  const starts = await Promise.allSettled(children.map((child) => child.ready))
  const failure = starts.find((each) => each.status === 'rejected')
  if (failure) throw failure.reason
  for (const { name, ended } of children)
    void ended.then((code) => fail(`${name} has ended with code ${code}`))
  const servers = SERVICES.filter(({ publishesItself }) => publishesItself)
  const deadline = Date.now() + PUBLISH_TIMEOUT_MS
  await Promise.all(servers.map((server) => untilPublished(server, environment, deadline)))
  if (!stopping) console.log(welcome(environment))
}

/** A server publishes itself once it listens; whoever opens the page at once should find it. */
async function untilPublished(
  { urlVariable }: LaunchedService,
  environment: Readonly<Record<string, string | undefined>>,
  deadline: number,
): Promise<void> {
  const resource = encodeURIComponent(`${environment[urlVariable]}/mcp`)
  const address = `${environment['GRAPH_URL']}/registry/resources?uri=${resource}`
  while (Date.now() < deadline) {
    const response = await fetch(address).catch(() => undefined)
    if (response?.ok || stopping) return
    await sleep(100)
  }
}

function welcome(environment: Readonly<Record<string, string | undefined>>): string {
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  return `
Toolgraph is ready (${seconds} s). Open ${environment['WEB_URL']}

  ${howToSignIn(environment)}${whereMailIs(environment)}
  GraphQL    ${environment['GRAPH_URL']}/graphql
  MCP        ${environment['GRAPH_URL']}/mcp

Ctrl-C stops everything; the data stays.`
}

function howToSignIn(environment: Readonly<Record<string, string | undefined>>): string {
  return isDevelopmentMachine(environment) && environment['DEMO_ACCOUNTS'] !== 'false'
    ? 'Sign in with a demo account: aiko@demo.example or ben@demo.example, password toolgraph-demo'
    : 'Sign in with an account of your own: the page of sign-in makes one'
}

/** The issuer shows its mail only where it sends none. */
function whereMailIs(environment: Readonly<Record<string, string | undefined>>): string {
  const isKept =
    isDevelopmentMachine(environment) && !environment['SMTP_URL'] && !environment['MAIL_API_URL']
  return isKept ? `\n  Mail       ${environment['ISSUER_URL']}/outbox` : ''
}

function isDevelopmentMachine(environment: Readonly<Record<string, string | undefined>>): boolean {
  const { hostname } = new URL(environment['ISSUER_URL'] ?? '')
  const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  return environment['TOOLGRAPH_MODE'] !== 'production' && isLoopback
}

function fail(sentence: string): void {
  if (stopping) return
  console.error(`${sentence}; stopping the rest`)
  void end(1)
}

function end(code: number): Promise<void> {
  return (stopping ??= (async () => {
    await Promise.all(running.map((child) => child.stop()))
    await database?.stop()
    process.exit(code)
  })())
}

async function refuseTakenPorts(ports: number[]): Promise<void> {
  const taken: number[] = []
  for (const port of ports) if (await answers(port)) taken.push(port)
  if (taken.length)
    throw new Error(
      `Cannot start: port ${taken.join(', ')} is taken; end the program that uses it, or set another port (README, "Settings")`,
    )
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

function toSentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  if (/ENOSPC|No space left/.test(text))
    return 'Cannot start: the disk is full; free some space and try again'
  return text
}
