import { spawnSync } from 'node:child_process'
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
