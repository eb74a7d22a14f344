import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { World } from '../lib/world.ts'
import { runUntilStopped } from './run-until-stopped.ts'

let folder: string
let said: string
let stopping: AbortController

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'toolgraph-run-'))
  said = ''
  stopping = new AbortController()
})
afterEach(() => rmSync(folder, { recursive: true }))

const WAIT = { timeout: 30_000, interval: 20 }
const write = (text: string) => writeFileSync(path.join(folder, 'worker.mjs'), text)

/** Runs what stands in the file, as wrangler does: it gives up when the worker throws while it starts. */
function run(ready = () => {}): Promise<void> {
  const say = (text: string) => void (said += text)
  const workerFile = path.join(folder, 'worker.mjs')
  const worker = { args: [workerFile], cwd: folder, env: {}, noise: /^$/, ready: /^ready/ }
  const world = { env: {}, stdout: say, stderr: say, signal: stopping.signal } as unknown as World
  return runUntilStopped({ worker, types: undefined, ready, folder, workerFile }, world)
}

it('starts a worker again that ended by a mistake, when the mistake is mended', async () => {
  const ready = vi.fn()
  write("console.log('ready'); setTimeout(() => process.exit(1), 100)")
  const running = run(ready)
  await vi.waitUntil(() => said.includes('starts again when a file changes'), WAIT)
  write("console.log('ready'); setInterval(() => {}, 1000)")
  await vi.waitUntil(() => said.includes('Started anew'), WAIT)
  stopping.abort()
  await running
  expect(ready).toHaveBeenCalledOnce()
})

it('ends when it is stopped while nothing runs', async () => {
  write("console.log('ready'); setTimeout(() => process.exit(1), 100)")
  const running = run()
  await vi.waitUntil(() => said.includes('starts again when a file changes'), WAIT)
  stopping.abort()
  await running
})

it('says so when the worker never ran', async () => {
  write('process.exit(3)')
  await expect(run()).rejects.toMatchObject({ code: 'ERR_WORKER_ENDED' })
})
