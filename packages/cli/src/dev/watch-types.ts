import { existsSync } from 'node:fs'
import path from 'node:path'
import { findOwnPackage } from './find-own-package.ts'
import type { Program } from './program.ts'

/**
 * The author's own TypeScript, which says what neither workerd nor Node looks at. `undefined`: the
 * project has none.
 */
export function watchTypes(folder: string): Program | undefined {
  const typescript = findOwnPackage(folder, 'typescript')
  if (typescript === undefined || !existsSync(path.join(folder, 'tsconfig.json'))) return undefined
  const tsc = path.join(typescript, 'bin/tsc')
  return {
    args: [tsc, '--noEmit', '--watch', '--preserveWatchOutput', '--pretty', 'false'],
    cwd: folder,
    env: {},
    // Only errors, with the lines that explain them, are for the author.
    noise: /^(?!.*error TS|  )/,
    ready: /Watching for file changes/,
  }
}
