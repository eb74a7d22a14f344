import type { Manifest } from '@toolgraph/worker'
import { CliError } from './cli-error.ts'
import { loadWorker, type Project } from './load-worker.ts'
import { productionEnv } from './project-env.ts'
import type { World } from './world.ts'

/** An author's project and what its worker says of itself. */
export interface Described extends Project {
  readonly manifest: Manifest
}

/**
 * Reads what the author's worker says of itself, in its environment of production.
 *
 * @throws CliError When there is no worker, or it cannot say it
 */
export async function readManifest(world: World): Promise<Described> {
  const { worker, ...project } = await loadWorker(world.cwd)
  try {
    return { ...project, manifest: worker.manifest(productionEnv(project.folder, world)) }
  } catch (cause) {
    // The author's own error, about the author's own file: here its words are the way out.
    const words = cause instanceof Error ? cause.message : String(cause)
    throw new CliError(
      'ERR_WORKER_BROKEN',
      `Cannot read the manifest of "${project.workerFile}": ${words}; the variables that it reads stand in wrangler.jsonc, or in the shell`,
      { cause },
    )
  }
}
