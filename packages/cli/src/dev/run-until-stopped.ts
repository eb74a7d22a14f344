import { CliError } from '../lib/cli-error.ts'
import type { World } from '../lib/world.ts'
import { startProgram, type Program } from './program.ts'

/** What runs beside the dev server. */
export interface DevPrograms {
  worker: Program
  /** `undefined`: the project has no TypeScript of its own. */
  types: Program | undefined
  /** Called when the worker answers for the first time. */
  ready: () => void
}

/**
 * Runs the programs until the person stops the command.
 *
 * @throws CliError When the worker's program gives up by itself
 */
export async function runUntilStopped(programs: DevPrograms, world: World): Promise<void> {
  const worker = startProgram(programs.worker, world)
  const types = programs.types && startProgram(programs.types, world)
  void worker.ready.then(programs.ready)
  const stopped = new Promise<'stopped'>((resolve) => {
    world.signal.addEventListener('abort', () => resolve('stopped'), { once: true })
  })
  const end = await Promise.race([worker.ended, stopped])
  await Promise.all([worker.stop(), types?.stop()])
  // Ctrl-C reaches the worker's program too, which may be faster than we are.
  if (end === 'stopped' || world.signal.aborted) return
  throw new CliError(
    'ERR_WORKER_ENDED',
    `Cannot run the worker: its program ended with ${end}; the reason stands above`,
  )
}
