import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePorts } from '@toolgraph/testing/ports'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ROOT } from '../../test/root.ts'
import { runCommand, type CommandRun } from '../../test/run-command.ts'

// The template with the packages of the workspace: what an author sees in the terminal.

vi.setConfig({ testTimeout: 200_000 })

let cwd: string
let stopping: AbortController
let running: Promise<CommandRun>
let out: string
let err: string
let where: { server: string; issuer: string }

beforeEach(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'toolgraph-dev-'))
  cpSync(path.join(ROOT, 'packages/cli/template'), cwd, { recursive: true })
  mkdirSync(path.join(cwd, 'node_modules/@toolgraph'), { recursive: true })
  for (const name of ['typescript', 'zod', 'vitest', '@toolgraph/worker']) {
    symlinkSync(path.join(ROOT, 'node_modules', name), path.join(cwd, 'node_modules', name))
  }
})
afterEach(async () => {
  stopping.abort()
  await running
  rmSync(cwd, { recursive: true })
})

async function start(...options: string[]): Promise<void> {
  const [port, inspectorPort] = await freePorts(2)
  where = { server: `http://localhost:${port}/mcp`, issuer: `http://localhost:${inspectorPort}` }
  const ports = ['--port', String(port), '--inspector-port', String(inspectorPort)]
  stopping = new AbortController()
  out = ''
  err = ''
  running = runCommand(['dev', '--node', ...ports, ...options], {
    cwd,
    env: process.env,
    fetch,
    signal: stopping.signal,
    stdout: (text) => void (out += text),
    stderr: (text) => void (err += text),
  })
}

async function until(holds: () => boolean): Promise<void> {
  await vi.waitUntil(holds, { timeout: 90_000, interval: 100 }).catch(() => {
    throw new Error(`It did not say so in time, but:\n${out}\n${err}`)
  })
}

function edit(file: string, from: string, to: string): void {
  const whole = path.join(cwd, file)
  writeFileSync(whole, readFileSync(whole, 'utf8').replace(from, to))
}

it('says where everything is, for a person and for a machine', async () => {
  await start()
  await until(() => out.includes(where.server) && out.includes(where.issuer))
  stopping.abort()
  expect(await running).toMatchObject({ code: 0 })

  await start('--json')
  await until(() => out !== '')
  expect(JSON.parse(out)).toEqual({ ...where, inspector: where.issuer })
})

it('says what is wrong with the types, and where', async () => {
  await start()
  await until(() => out.includes(where.server))
  edit('src/worker.ts', 'value: 1 +', "value: '1' +")
  await until(() => /src\/worker\.ts\(\d+,\d+\): error TS2322/.test(out))
})

it('says which variable is missing, and takes it from .dev.vars', async () => {
  edit('src/worker.ts', 'PUBLIC_URL: z.url()', 'PUBLIC_URL: z.url(), API_KEY: z.string()')
  await start()
  await until(() => /API_KEY is missing; .* secrets in \.dev\.vars/.test(err))
  writeFileSync(path.join(cwd, '.dev.vars'), 'API_KEY=secret-1')
  await until(() => out.includes(where.server))
  const answer = await fetch(new URL('/healthz', where.server))
  expect(await answer.json()).toMatchObject({ ok: true })
  expect(out + err).not.toContain('secret-1')
})

it('says that it runs again when a mistake is mended', async () => {
  await start()
  await until(() => out.includes(where.server))
  edit('src/worker.ts', "name: 'com.", "name: 'com ")
  await until(() => /is not a server's name/.test(err))
  edit('src/worker.ts', "name: 'com ", "name: 'com.")
  await until(() => out.includes('Started anew'))
})
