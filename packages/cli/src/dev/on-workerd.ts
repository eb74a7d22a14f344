import path from 'node:path'
import { CliError } from '../lib/cli-error.ts'
import { findOwnPackage } from './find-own-package.ts'
import type { Program } from './program.ts'

/** What a worker's program is told. */
export interface RunPlan {
  folder: string
  workerFile: string
  /** Where it listens; the world meets the worker elsewhere. */
  port: number
  /** What `toolgraph dev` sets for this machine. */
  vars: Readonly<Record<string, string>>
}

/**
 * The worker in workerd, by the author's own wrangler.
 *
 * @throws CliError When the project has no wrangler
 */
export function onWorkerd({ folder, port, vars }: RunPlan): Program {
  const args = [findWrangler(folder), 'dev', '--ip', '127.0.0.1', '--port', String(port)]
  for (const [name, value] of Object.entries(vars)) args.push('--var', `${name}:${value}`)
  return {
    // Without the last one a route of production would stand in the requests.
    args: [
      ...args,
      '--inspector-port=0',
      '--show-interactive-dev-session=false',
      '--infer-origin-from-routes=false',
    ],
    cwd: folder,
    env: {
      // Nothing is asked of the network: it works on a train.
      CLOUDFLARE_CF_FETCH_ENABLED: 'false',
      WRANGLER_SEND_METRICS: 'false',
      WRANGLER_HIDE_BANNER: 'true',
    },
    noise:
      /^\[wrangler:info\]|^Using secrets defined|^⎔|^Your Worker has access|^Binding +Resource|^env\.|^\s*$/,
    ready: /Ready on http/,
    again: /^⎔ Local server updated and ready/,
    unwatched: ['.dev.vars'],
  }
}

function findWrangler(folder: string): string {
  const wrangler = findOwnPackage(folder, 'wrangler')
  if (wrangler !== undefined) return path.join(wrangler, 'bin/wrangler.js')
  throw new CliError(
    'ERR_NO_WRANGLER',
    `Cannot find wrangler in "${folder}": run "npm install" there, "npm install -D wrangler" if it is new, or use Node instead: "toolgraph dev --node"`,
  )
}
