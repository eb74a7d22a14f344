import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { obtainToken, untilRegistered } from '@toolgraph/testing'
import { freePorts } from '@toolgraph/testing/ports'
import { createPerson } from '@toolgraph/testing/person'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { SERVICES } from '../src/index.ts'

const IMPORT = path.resolve(import.meta.dirname, '../../../scripts/import.mjs')
const LAUNCH = path.resolve(import.meta.dirname, '../src/entry/launch.ts')
const START_TIMEOUT_MS = 270_000

interface Started {
  child: ChildProcess
  output(): string
  exited: Promise<number | null>
}

let folder: string
let environment: Record<string, string>
let last: Started | undefined

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'toolgraph-start-'))
  // Else the database of a test run by root would lie, and stay, outside the folder: its account could not enter.
  chmodSync(folder, 0o755)
  const ports = await freePorts(SERVICES.length)
  environment = Object.fromEntries(
    SERVICES.map(({ portVariable }, index) => [portVariable, String(ports[index])]),
  )
})
afterEach(() => {
  // Whatever a failed test has left running would keep the ports from the next one.
  if (last?.child.pid && last.child.exitCode === null) killTree(last.child.pid)
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

function launch(more: Record<string, string> = {}): Started {
  // Always the embedded Postgres: its own start, crash and return are what these tests are about.
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, [LAUNCH], {
    env: { PATH, HOME, DATA_FOLDER: folder, ...environment, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  last = { child, output: () => output, exited }
  return last
}

/** `npm run import` in the same folder; what it printed. */
function importServers(...names: string[]): string {
  const file = path.join(folder, 'dump.json')
  const servers = names.map((name) => ({ server: { name, description: 'One', version: '1.0.0' } }))
  writeFileSync(file, JSON.stringify({ servers }))
  const { PATH, HOME } = process.env
  const env = { PATH, HOME, DATA_FOLDER: folder }
  const { stdout, stderr } = spawnSync(process.execPath, [IMPORT, file], { env, encoding: 'utf8' })
  return stdout + stderr
}

async function untilReady(started: Started): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS
  while (Date.now() < deadline) {
    if (/Toolgraph is ready/.test(started.output())) return
    if (started.child.exitCode !== null) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`Not started: ${started.output()}`)
}

const url = (variable: string) => `http://localhost:${environment[variable]}`

describe('npm start', { timeout: 600_000 }, () => {
  it('says where to go and how to sign in, shares its database with an import, and Ctrl-C stops all of it', async () => {
    const started = launch()
    await untilReady(started)
    expect(started.output()).toContain(`Open ${url('WEB_PORT')}`)
    expect(started.output()).toContain('aiko@demo.example')
    expect(started.output()).toContain(`${url('AUTH_PORT')}/outbox`)
    expect((await fetch(`${url('AUTH_PORT')}/outbox`)).status).toBe(200)
    const page = await fetch(url('WEB_PORT'))
    expect(page.status).toBe(200)
    const beside = importServers('com.example/beside')

    const ports = await freePorts(SERVICES.length)
    const others = SERVICES.map(({ portVariable }, index) => [portVariable, String(ports[index])])
    const second = launch(Object.fromEntries(others))
    expect(await second.exited).toBe(1)
    expect(second.output()).toContain('another start is using it; stop that one first')
    expect((await fetch(url('GRAPH_PORT'))).status).toBeLessThan(500)

    started.child.kill('SIGINT')
    expect(await started.exited, started.output()).toBe(0)
    for (const { portVariable } of SERVICES)
      await expect(fetch(url(portVariable))).rejects.toThrow()

    expect(beside).toContain('Servers: 1 added, 0 changed, 0 unchanged')
    const alone = importServers('com.example/beside', 'com.example/alone')
    expect(alone).toContain('Servers: 1 added, 0 changed, 1 unchanged')
  })

  it('keeps everything it acknowledged when every process is killed in the middle of writing', async () => {
    const started = launch()
    await untilReady(started)
    const person = createPerson({ email: 'aiko@demo.example', password: 'toolgraph-demo' })
    const request = {
      issuer: url('AUTH_PORT'),
      resource: `${url('BOOKING_PORT')}/mcp`,
      scopes: ['booking:read', 'booking:write'],
      person,
    }
    await untilRegistered(url('GRAPH_PORT'), request.resource)
    const token = await obtainToken(request)
    const { rooms } = await call('list_rooms', token, {})
    const roomId = rooms?.[0]?.id
    const tomorrow = Date.now() + 86_400_000
    const acknowledged: string[] = []
    const write = async () => {
      for (let hour = 0; ; hour += 1) {
        const startsAt = new Date(tomorrow + hour * 3_600_000).toISOString()
        const answer = await call('create_booking', token, {
          roomId,
          title: `No. ${hour}`,
          startsAt,
          minutes: 60,
        })
        if (answer.booking) acknowledged.push(answer.booking.id)
      }
    }
    const writing = write().catch(() => {})
    const enough = async () => {
      while (acknowledged.length < 25) await new Promise((resolve) => setTimeout(resolve, 10))
    }
    await Promise.race([writing, enough()])
    killTree(started.child.pid ?? 0)
    await Promise.all([writing, started.exited])

    const again = launch()
    await untilReady(again)
    const kept = await listAll(token)
    expect(acknowledged.length).toBeGreaterThanOrEqual(25)
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([])
    again.child.kill('SIGTERM')
    expect(await again.exited).toBe(0)
  })

  it('says which port is taken, and what to do', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => {
      other.listen(Number(environment['GRAPH_PORT']), '127.0.0.1', resolve)
    })
    const started = launch()
    expect(await started.exited).toBe(1)
    expect(started.output().trim()).toBe(
      `Cannot start: port ${environment['GRAPH_PORT']} is taken; end the program that uses it, or set another port (README, "Settings")`,
    )
    other.close()
  })

  it('stops a production start with the names of the secrets that are missing', async () => {
    const started = launch({ TOOLGRAPH_MODE: 'production' })
    expect(await started.exited).toBe(1)
    expect(started.output()).toMatch(
      /AUTH_SECRET must be set to a secret of your own in production/,
    )
    expect(started.output()).not.toMatch(/\n\s+at /)
  })
})

/** What these tests read of the booking worker's answers; its own tests check their shapes. */
interface Answer {
  rooms?: { id: string }[]
  booking?: { id: string }
  bookings?: { id: string }[]
}

async function call(tool: string, token: string, args: object): Promise<Answer> {
  const response = await fetch(`${url('BOOKING_PORT')}/mcp/tools/${tool}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(args),
  })
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`)
  return response.json()
}

async function listAll(token: string): Promise<Set<string>> {
  const { bookings } = await call('list_bookings', token, { limit: 100 })
  return new Set(bookings?.map(({ id }) => id))
}

/** kill -9 for a process and everything it started, the database included. */
function killTree(root: number): void {
  const children = new Map<number, number[]>()
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const parent = parentOf(Number(entry))
    children.set(parent, [...(children.get(parent) ?? []), Number(entry)])
  }
  const doomed = [root]
  for (const pid of doomed) doomed.push(...(children.get(pid) ?? []))
  for (const pid of doomed) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It has gone by itself.
    }
  }
}

function parentOf(pid: number): number {
  try {
    return Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0
  }
}
