import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Manifest } from '@toolgraph/worker'
import { CliError } from '../lib/cli-error.ts'
import { entryFile } from './entry-file.ts'

const DEADLINE_MS = 20_000

/**
 * Reads what the author's worker says of itself now, whatever was imported before.
 *
 * @param env The worker's environment
 * @throws CliError With the author's own mistake
 */
export async function readFreshManifest(
  folder: string,
  env: Readonly<Record<string, unknown>>,
): Promise<Manifest> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [entryFile('print-manifest')], {
      cwd: folder,
      env: { ...process.env, TOOLGRAPH_DEV: JSON.stringify(env) },
      timeout: DEADLINE_MS,
      maxBuffer: 16_777_216,
    })
    return JSON.parse(stdout)
  } catch (cause) {
    const words = cause instanceof Error && 'stderr' in cause ? String(cause.stderr) : ''
    throw new CliError('ERR_WORKER_BROKEN', words || 'Cannot read what the worker says of itself', {
      cause,
    })
  }
}
