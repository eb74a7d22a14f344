import { execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/**
 * Installs what only a bench or a test needs, in a folder outside the workspace that has a lock of its own.
 *
 * @param folder Ends in `/`
 * @returns Whether it is there; if not, why stands on standard error
 */
export async function installFromLock(folder: URL): Promise<boolean> {
  if (await isInstalled(folder)) return true
  try {
    const options = ['--ignore-scripts', '--no-audit', '--no-fund']
    await promisify(execFile)('npm', ['ci', ...options], { cwd: fileURLToPath(folder) })
    return true
  } catch (error) {
    process.stderr.write(`Cannot install what stands in ${folder.pathname}: ${error}\n`)
    return false
  }
}

/** npm writes down what it has installed, with the lock's own text of each package. */
async function isInstalled(folder: URL): Promise<boolean> {
  const lock = new URL('package-lock.json', folder)
  const installed = new URL('node_modules/.package-lock.json', folder)
  try {
    const [wanted, there] = await Promise.all([stat(lock), stat(installed)])
    const { packages } = JSON.parse(await readFile(installed, 'utf8'))
    return there.mtimeMs >= wanted.mtimeMs && Object.keys(packages).length > 0
  } catch {
    return false
  }
}
