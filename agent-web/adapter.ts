import { readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import nodeAdapter from '@sveltejs/adapter-node'
import type { Adapter } from '@sveltejs/kit'

const BUILDS = path.join(import.meta.dirname, 'build')
const KEPT = 3

/**
 * Builds for Node into a folder of its own, and names it in `build/newest` once it is whole: a server that runs
 * goes on reading the folder with which it began. Of the folders before, two are kept.
 */
export function toNewFolder(options: { envPrefix: string }): Adapter {
  const name = new Date().toISOString().replaceAll(/\D/g, '')
  const adapter = nodeAdapter({ ...options, out: path.join(BUILDS, name) })
  return {
    ...adapter,
    async adapt(builder) {
      await adapter.adapt(builder)
      const next = path.join(BUILDS, 'newest.next')
      await writeFile(next, name)
      await rename(next, path.join(BUILDS, 'newest'))
      await removeOlder()
    },
  }
}

async function removeOlder(): Promise<void> {
  const names = (await readdir(BUILDS)).filter((name) => name !== 'newest')
  const folders = names.filter((name) => /^\d+$/.test(name)).toSorted()
  const kept = folders.slice(-KEPT)
  const older = names.filter((name) => !kept.includes(name))
  await Promise.all(
    older.map((name) => rm(path.join(BUILDS, name), { recursive: true, force: true })),
  )
}
