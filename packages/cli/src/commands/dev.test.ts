import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort } from '@toolgraph/testing/ports'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCommand } from '../../test/run-command.ts'

let cwd: string

beforeEach(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'toolgraph-dev-'))
})
afterEach(() => rmSync(cwd, { recursive: true }))

function writeProject(): void {
  writeFileSync(path.join(cwd, 'package.json'), '{ "type": "module" }')
  mkdirSync(path.join(cwd, 'src'))
  writeFileSync(path.join(cwd, 'src/worker.ts'), 'export default {}')
}

describe('toolgraph dev', () => {
  it('says where the way out is when there is no project', async () => {
    const run = await runCommand(['dev'], { cwd })
    expect(run).toMatchObject({ code: 1, stdout: '' })
    expect(run.stderr).toContain('toolgraph create')
  })

  it('says how to get wrangler, or do without', async () => {
    writeProject()
    const run = await runCommand(['dev'], { cwd })
    expect(run.code).toBe(1)
    expect(run.stderr).toContain('npm install -D wrangler')
    expect(run.stderr).toContain('toolgraph dev --node')
  })

  it('says which port is taken, and the option that sets another', async () => {
    writeProject()
    const port = await freePort()
    const other = createServer().listen(port, '127.0.0.1')
    const run = await runCommand(['dev', '--node', '--port', String(port)], { cwd })
    other.close()
    expect(run.code).toBe(1)
    expect(run.stderr).toContain(`Cannot listen on port ${port}: another program has it`)
    expect(run.stderr).toContain('--port')
  })

  it.each(['http', '-1', '65536', '3.5'])('takes no port %s', async (port) => {
    writeProject()
    const run = await runCommand(['dev', '--node', `--port=${port}`], { cwd })
    expect(run.code).toBe(2)
    expect(run.stderr).toContain('a port is a number from 1 to 65535')
  })
})
