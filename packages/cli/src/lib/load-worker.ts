import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { McpWorker, ToolTypes } from '@toolgraph/worker'
import { CliError } from './cli-error.ts'

/** An author's worker, whatever its environment. */
export type AuthorWorker = McpWorker<Record<string, unknown>, ToolTypes>

/** An author's project. */
export interface Project {
  /** The folder with its package.json. */
  readonly folder: string
  readonly packageJson: Readonly<Record<string, unknown>>
  /** The file whose default export is the worker. */
  readonly workerFile: string
}

const WORKER_FILE = 'src/worker.ts'

/**
 * Finds the author's project around a folder.
 *
 * @throws CliError When there is no package.json, or not the worker's file that it names
 */
export function findProject(cwd: string): Project {
  const found = findPackage(cwd)
  if (found === undefined) {
    throw new CliError(
      'ERR_NO_PACKAGE',
      `Cannot find a package.json in "${cwd}" or above it: go into a project, or make one with "toolgraph create <folder>"`,
    )
  }
  const { folder, packageJson } = found
  const named = toolgraphSettings(packageJson)['worker']
  const workerFile = path.join(folder, typeof named === 'string' ? named : WORKER_FILE)
  if (!existsSync(workerFile)) {
    throw new CliError(
      'ERR_NO_WORKER',
      `Cannot find the worker "${workerFile}": write it there, or name its file as "toolgraph": { "worker": "…" } in package.json`,
    )
  }
  return { folder, packageJson, workerFile }
}

/** Finds the package around a folder; `undefined` outside of any. */
export function findPackage(cwd: string): Pick<Project, 'folder' | 'packageJson'> | undefined {
  for (let folder = path.resolve(cwd); ; folder = path.dirname(folder)) {
    const file = path.join(folder, 'package.json')
    if (existsSync(file)) return { folder, packageJson: readPackageJson(file) }
    if (folder === path.dirname(folder)) return undefined
  }
}

/** What stands under `toolgraph` in a package.json. */
export function toolgraphSettings({
  toolgraph,
}: Project['packageJson']): Readonly<Record<string, unknown>> {
  return isRecord(toolgraph) ? toolgraph : {}
}

/**
 * Imports the author's worker: the default export of its file.
 *
 * @throws CliError When it cannot be imported, or is not a worker
 */
export async function loadWorker(cwd: string): Promise<Project & { worker: AuthorWorker }> {
  const project = findProject(cwd)
  const { workerFile } = project
  const imported = await importFile(project)
  const worker = isRecord(imported) ? imported['default'] : undefined
  if (!isWorker(worker)) {
    throw new CliError(
      'ERR_WORKER_BROKEN',
      `Cannot use "${workerFile}": its default export is not a worker; write "export default createMcpWorker({ … })"`,
    )
  }
  return { ...project, worker }
}

function readPackageJson(file: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return isRecord(parsed) ? parsed : {}
  } catch (cause) {
    throw new CliError('ERR_NO_PACKAGE', `Cannot read "${file}": it is not JSON`, { cause })
  }
}

async function importFile({ workerFile: file, folder }: Project): Promise<unknown> {
  if (/\.[cm]?ts$/.test(file) && !process.features.typescript) {
    throw new CliError(
      'ERR_NODE_TOO_OLD',
      `Cannot import "${file}" with Node ${process.versions.node}: TypeScript needs Node 22.18 or newer`,
    )
  }
  try {
    return await import(pathToFileURL(file).href)
  } catch (cause) {
    // The author's own error, about the author's own file: here its words are the way out.
    const words = cause instanceof Error ? cause.message : String(cause)
    const place = findPlace(cause, folder)
    throw new CliError('ERR_WORKER_BROKEN', `Cannot import "${file}": ${words}${place}`, { cause })
  }
}

/** Where in the author's own files an error comes from: Node tells it in the stack only. */
function findPlace(error: unknown, folder: string): string {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  for (const [, address = '', line] of stack.matchAll(/(file:\/\/[^\s)]+?):(\d+)/g)) {
    const file = path.relative(folder, fileURLToPath(address))
    if (!file.startsWith('..') && !file.includes('node_modules')) return ` (${file}:${line})`
  }
  return ''
}

/** By its shape: it may be of another copy of the kit than ours. */
function isWorker(value: unknown): value is AuthorWorker {
  return (
    isRecord(value) &&
    typeof value['fetch'] === 'function' &&
    typeof value['manifest'] === 'function'
  )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
