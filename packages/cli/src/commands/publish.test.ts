import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { copyProject } from '../../test/copy-project.ts'
import { runCommand } from '../../test/run-command.ts'

let cwd: string

beforeEach(() => {
  cwd = copyProject('notes')
  const file = path.join(cwd, 'src/worker.ts')
  const text = readFileSync(file, 'utf8')
  writeFileSync(file, text.replace('org.notebook/notes', 'com.example/notes'))
})
afterEach(() => rmSync(cwd, { recursive: true }))

describe('toolgraph publish of a name that is still an example', () => {
  it.each([
    ['--graph', 'https://graph.test'],
    ['--registry', 'https://registry.test'],
  ])('is refused before anything is sent: %s', async (option, address) => {
    const run = await runCommand(['publish', option, address], { cwd })
    expect(run.code).toBe(1)
    expect(run.stdout).toMatch(/^error +Server "com\.example\/notes": .*begin with a domain/m)
    expect(run.stdout).toContain('Nothing was published')
  })

  it('is only warned of at a graph of this machine', async () => {
    const run = await runCommand(['publish', '--graph', 'http://localhost:4200'], { cwd })
    expect(run.stderr).toMatch(/^warning +Server "com\.example\/notes"/m)
    expect(run.stdout + run.stderr).not.toContain('Nothing was published')
  })
})
