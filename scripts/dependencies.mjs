// Runs on whatever Node the machine has, before anything is installed: no dependencies, no TypeScript, and
// nothing at the top that an old Node lacks, so that it can say which one is needed.
import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')

const OLDEST_NODE = [20, 19]
/** Without a Node of our own for the platform, the host's must run TypeScript as it is. */
const OLDEST_NODE_WITHOUT_OURS = [22, 18]
/** What npm itself writes down when an installation is complete. */
const INSTALLED = path.join(ROOT, 'node_modules', '.package-lock.json')
const BYTES_TO_INSTALL = 2.5e9
const BYTES_TO_RUN = 200e6
const PARENT = process.ppid
const PARENT_CHECK_MS = 500

/** Installs what the lockfile names where it is not there; returns the Node that runs everything else. */
export function prepare() {
  refuseOldNode(OLDEST_NODE)
  const isThere = isInstalled()
  refuseFullDisk(isThere ? BYTES_TO_RUN : BYTES_TO_INSTALL)
  if (!isThere) install()

  const ours = path.join(ROOT, 'node_modules', '.bin', 'node')
  if (fs.existsSync(ours)) return ours
  refuseOldNode(OLDEST_NODE_WITHOUT_OURS)
  return process.execPath
}

/** Runs a program in the foreground with the installed programs first on PATH; ends as it ends. */
export function runInForeground(node, args) {
  const child = spawn(node, args, { cwd: ROOT, stdio: 'inherit', env: environment() })
  // Ctrl-C reaches the child by the terminal, and it decides when the work is over.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  // The shell that npm runs scripts in ends without passing the signal on: nobody would end what runs.
  const endWithParent = () => process.ppid !== PARENT && child.kill('SIGTERM')
  if (process.env.npm_lifecycle_event) setInterval(endWithParent, PARENT_CHECK_MS).unref()
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
}

/** The environment in which the installed programs come first. */
export function environment() {
  const bin = path.join(ROOT, 'node_modules', '.bin')
  return {
    ...process.env,
    PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}`,
    TURBO_TELEMETRY_DISABLED: '1',
    WRANGLER_SEND_METRICS: 'false',
  }
}

/** Ends the program with a sentence. */
export function refuse(sentence) {
  console.error(sentence)
  process.exit(1)
}

function refuseOldNode([major, minor]) {
  const [ownMajor = 0, ownMinor = 0] = process.versions.node.split('.').map(Number)
  if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return
  refuse(
    `Cannot run on Node ${process.versions.node}: install Node ${major}.${minor} or newer and try again`,
  )
}

function refuseFullDisk(bytes) {
  const { bavail, bsize } = fs.statfsSync(ROOT)
  const free = bavail * bsize
  if (free >= bytes) return
  const needed = Math.ceil(bytes / 1e6)
  refuse(
    `Cannot start: the disk of "${ROOT}" has ${Math.floor(free / 1e6)} MB left and ${needed} MB are needed; free some space and try again`,
  )
}

function isInstalled() {
  if (!fs.existsSync(INSTALLED)) return false
  const wanted = packagesOf(path.join(ROOT, 'package-lock.json'))
  const found = packagesOf(INSTALLED)
  return Object.entries(wanted).every(
    ([name, { version, link, optional }]) =>
      link || optional || !name.includes('node_modules/') || found[name]?.version === version,
  )
}

function packagesOf(file) {
  return JSON.parse(fs.readFileSync(file, 'utf8')).packages
}

function install() {
  console.log('Installing what is missing (once; a minute or two)')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  const { status } = spawnSync(npm, args, {
    cwd: ROOT,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (status !== 0)
    refuse('Cannot install the dependencies: see above what npm says, mend it and try again')
}
