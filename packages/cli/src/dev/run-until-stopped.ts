import { CliError } from '../lib/cli-error.ts'
import type { Project } from '../lib/load-worker.ts'
import type { World } from '../lib/world.ts'
import { nextChange, nextEdit } from './next-change.ts'
import { startProgram, type Program } from './program.ts'

/** What runs beside the dev server. */
export interface DevPrograms extends Pick<Project, 'folder' | 'workerFile'> {
  worker: Program
  /** `undefined`: the project has no TypeScript of its own. */
  types: Program | undefined
  /** Called when the worker answers for the first time. */
  ready: () => void
}

/**
 * Runs the programs until the person stops the command. A worker that once ran and then ended, as in workerd one does
 * that throws while it starts, is started again when a file changes.
 *
 * @throws CliError When the worker's program gives up before the worker ran
 */
export async function runUntilStopped(programs: DevPrograms, world: World): Promise<void> {
  const types = programs.types && startProgram(programs.types, world)
  try {
    await runWorker(programs, world)
  } finally {
    await types?.stop()
  }
}

async function runWorker(programs: DevPrograms, world: World): Promise<void> {
  const { folder } = programs
  const { signal, stdout, stderr } = world
  const stopped = new Promise<'stopped'>((resolve) => {
    signal.addEventListener('abort', () => resolve('stopped'), { once: true })
  })
  for (let ran = false; ;) {
    const worker = startProgram(programs.worker, world)
    void worker.ready.then(() => {
      if (ran) stdout('Started anew\n')
      else programs.ready()
      ran = true
    })
    const watching = new AbortController()
    const edited = nextEdit(folder, programs.worker.unwatched ?? [], watching.signal)
    const end = await Promise.race([worker.ended, stopped, edited])
    watching.abort()
    await worker.stop()
    // Ctrl-C reaches the worker's program too, which may be faster than we are.
    if (end === 'stopped' || signal.aborted) return
    if (end === 'edited') continue
    if (!ran) throw ended(end)
    stderr(`The worker's program ended with ${end}: it starts again when a file changes\n`)
    await nextChange(programs, signal)
    if (signal.aborted) return
  }
}

function ended(end: number | null): CliError {
  return new CliError(
    'ERR_WORKER_ENDED',
    `Cannot run the worker: its program ended with ${end}; the reason stands above`,
  )
}
