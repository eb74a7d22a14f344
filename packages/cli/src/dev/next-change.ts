import { once } from 'node:events'
import { watch } from 'node:fs'
import path from 'node:path'
import type { Project } from '../lib/load-worker.ts'

/** Resolves when a file beside the worker, or of the project's own folder, changes, or when the person stops the command. */
export async function nextChange(
  { folder, workerFile }: Pick<Project, 'folder' | 'workerFile'>,
  signal: AbortSignal,
): Promise<void> {
  const sources = path.dirname(workerFile)
  // The whole project is not watched in depth: its packages are many.
  const watchers = [watch(folder)]
  if (sources !== folder) watchers.push(watch(sources, { recursive: true }))
  try {
    await Promise.race([...watchers.map((each) => once(each, 'change')), once(signal, 'abort')])
  } finally {
    for (const watcher of watchers) watcher.close()
  }
}

/** Resolves when one of these files of a folder changes; never, when it is aborted before. */
export function nextEdit(
  folder: string,
  names: readonly string[],
  signal: AbortSignal,
): Promise<'edited'> {
  return new Promise((resolve) => {
    watch(folder, { signal }, (_event, name) => {
      if (name !== null && names.includes(name)) resolve('edited')
    })
  })
}
