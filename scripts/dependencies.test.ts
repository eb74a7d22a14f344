import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { expect, it } from 'vitest'

const START = path.join(import.meta.dirname, 'start.mjs')

/** Starts on a machine that is changed by a piece of program. */
function startWhere(change: string) {
  const preload = `data:text/javascript,${encodeURIComponent(change)}`
  const { status, stderr } = spawnSync(process.execPath, ['--import', preload, START], {
    encoding: 'utf8',
  })
  return { status, sentence: stderr.trim() }
}

it('says on an old Node which one to install', () => {
  const old = `import fs from 'node:fs'; delete fs.statfsSync
    Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.9.1' } })`
  expect(startWhere(old)).toEqual({
    status: 1,
    sentence: 'Cannot run on Node 18.9.1: install Node 20.19 or newer and try again',
  })
})

it('says on a full disk how much is needed', () => {
  const { status, sentence } = startWhere(
    `import fs from 'node:fs'; fs.statfsSync = () => ({ bavail: 3, bsize: 1e6 })`,
  )
  expect(sentence).toMatch(
    /^Cannot start: the disk of ".*" has 3 MB left and \d+ MB are needed; free some space/,
  )
  expect(status).toBe(1)
})

it(
  'ends what runs when npm is ended, whose shell passes no signal on',
  { timeout: 20_000 },
  async () => {
    const service = `setInterval(() => {}, 1000); console.log('running')
    process.on('SIGTERM', () => { console.log('asked to end'); process.exit() })`
    const program = `import { runInForeground } from '${import.meta.dirname}/dependencies.mjs'
    runInForeground(process.execPath, ['-e', process.env.SERVICE])`
    const line = `"$NODE" --input-type=module -e "$PROGRAM"; true`
    const { execPath: NODE, env } = process
    const shell = spawn('sh', ['-c', line], {
      env: { ...env, NODE, PROGRAM: program, SERVICE: service, npm_lifecycle_event: 'start' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    shell.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    await once(shell.stdout, 'data')
    shell.kill('SIGTERM')
    // Closed when the last process that could write there has gone.
    await once(shell, 'close')
    expect(output).toBe('running\nasked to end\n')
  },
)
