import { CliError } from './cli-error.ts'
import type { AuthorWorker } from './load-worker.ts'

/**
 * Checks the environment before a worker starts on this machine.
 *
 * @throws CliError With what the worker itself says that it lacks, and where that is written
 */
export function checkEnvironment(worker: AuthorWorker, env: Record<string, unknown>): void {
  try {
    worker.checkEnvironment(env)
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : String(cause)
    const wayOut = 'variables stand in wrangler.jsonc, secrets in .dev.vars, both in the shell'
    throw new CliError('ERR_ENVIRONMENT_INVALID', `${words}; ${wayOut}`, { cause })
  }
}
