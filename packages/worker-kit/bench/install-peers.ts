import { execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const folder = new URL('peers/', import.meta.url)

/**
 * Installs the other frameworks, which nobody needs but the bench, from a lock of their own.
 *
 * @returns Whether they are there
 */
export async function installPeers(): Promise<boolean> {
  if (await isInstalled()) return true
  try {
    const options = ['--ignore-scripts', '--no-audit', '--no-fund']
    await promisify(execFile)('npm', ['ci', ...options], { cwd: fileURLToPath(folder) })
    return true
  } catch (error) {
    process.stderr.write(`Cannot install the other frameworks, so they are left out: ${error}\n`)
    return false
  }
}

/** npm writes down what it has installed, with the lock's own text of each package. */
async function isInstalled(): Promise<boolean> {
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
