import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCommand } from '../../test/run-command.ts'

const project = (name: string) => path.join(import.meta.dirname, '../../test/fixtures', name)

describe('toolgraph check', () => {
  it('finds nothing to mend in a careful server, and says what its tools cost', async () => {
    const run = await runCommand(['check'], { cwd: project('notes') })
    expect(run).toMatchObject({ code: 0, stderr: '' })
    expect(run.stdout).toMatch(/count_letters +\d+\n[^]*all tools +\d+/)
    expect(run.stdout).toContain('org.notebook/notes 1.0.0')
    expect(run.stdout).not.toMatch(/error|warning/)
  })

  it('fails for a tool without annotations', async () => {
    const run = await runCommand(['check'], { cwd: project('careless') })
    expect(run.code).toBe(1)
    expect(run.stdout).toContain('error    Tool "hello" does not tell its manners: add annotations')
  })

  it('prints one object with --json', async () => {
    const run = await runCommand(['check', '--json'], { cwd: project('careless') })
    expect(run.json()).toMatchObject({
      ok: false,
      findings: expect.arrayContaining([
        expect.objectContaining({ rule: 'tool-annotations', severity: 'error' }),
      ]),
      cost: { isEstimate: true, tools: [{ name: 'hello', tokens: expect.any(Number) }] },
    })
  })

  it('lets warnings pass, and fails for them with --strict', async () => {
    const world = { cwd: project('notes'), env: { PUBLIC_URL: 'http://localhost:8787' } }
    expect(await runCommand(['check'], world)).toMatchObject({ code: 0 })
    expect(await runCommand(['check', '--strict'], world)).toMatchObject({ code: 1 })
  })
})
