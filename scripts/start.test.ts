import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

/** Runs `npm start`'s first step on a machine that differs from this one as the given module says. */
function startOn(machine: string): { status: number | null; stderr: string } {
  const script = path.join(import.meta.dirname, 'start.mjs')
  const preload = `data:text/javascript,${encodeURIComponent(machine)}`
  return spawnSync(process.execPath, ['--import', preload, script], { encoding: 'utf8' })
}

describe('npm start', () => {
  it('says which Node it needs', () => {
    const { status, stderr } = startOn(
      `Object.defineProperty(process.versions, 'node', { value: '18.20.4' })`,
    )
    expect(stderr.trim()).toBe(
      'Cannot run on Node 18.20.4: install Node 20.19 or newer and try again',
    )
    expect(status).toBe(1)
  })

  it('says how much room a full disk lacks', () => {
    const { status, stderr } = startOn(
      `import fs from 'node:fs'; fs.statfsSync = () => ({ bavail: 100, bsize: 1e6 })`,
    )
    expect(stderr).toMatch(
      /^Cannot start: the disk of ".+" has 100 MB left and \d+ MB are needed; free some space and try again\n$/,
    )
    expect(status).toBe(1)
  })
})
