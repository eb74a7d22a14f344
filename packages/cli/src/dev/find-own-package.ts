import { createRequire } from 'node:module'
import path from 'node:path'

/** The folder of a package that the author's project has itself. `undefined`: it has none. */
export function findOwnPackage(folder: string, name: string): string | undefined {
  try {
    const { resolve } = createRequire(path.join(folder, 'package.json'))
    return path.dirname(resolve(`${name}/package.json`))
  } catch {
    return undefined
  }
}
