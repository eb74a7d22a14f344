import { entryFile } from './entry-file.ts'
import type { RunPlan } from './on-workerd.ts'
import type { Program } from './program.ts'

/** The worker on Node, whose own watch mode starts it anew. */
export function onNode({ folder, workerFile, port, vars }: RunPlan): Program {
  const start = { workerFile, port, vars }
  return {
    args: ['--watch', '--watch-preserve-output', entryFile('serve-on-node')],
    cwd: folder,
    env: { TOOLGRAPH_DEV: JSON.stringify(start) },
    noise: /^$|^Restarting '/,
    ready: /^worker ready on http/,
    again: /^worker ready on http/,
    unwatched: ['.dev.vars', 'wrangler.jsonc', 'wrangler.json'],
  }
}
