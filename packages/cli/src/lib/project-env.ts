import { readLocalSecrets, readVars } from './read-vars.ts'
import type { World } from './world.ts'

type Env = Record<string, unknown>

/** The environment that a worker has in production; a variable of the shell goes first, a secret of this machine last. */
export function productionEnv(folder: string, { env }: Pick<World, 'env'>): Env {
  return { ...readLocalSecrets(folder), ...readVars(folder), ...env }
}

/** The environment that a worker has on this machine: as wrangler reads it, but a variable of the shell goes first. */
export function localEnv(folder: string, { env }: Pick<World, 'env'>): Env {
  return { ...readVars(folder), ...readLocalSecrets(folder), ...env }
}
