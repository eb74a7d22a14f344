import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { ROOT } from './root.ts'

const COMMAND = path.join(ROOT, 'packages/cli/src/entry/toolgraph.ts')

/** A project of an author, outside the workspace, with what the tarballs bring and nothing of the checkout. */
export interface AuthorProject {
  readonly folder: string
  /** How long its steps took. */
  readonly seconds: { pack: number; create: number }
  /** Runs a program in it to its end and returns what it printed. */
  run(program: string, ...args: string[]): Promise<string>
  /** Starts `toolgraph` in it and waits for a line that it prints. */
  start(args: readonly string[], until: RegExp): Promise<RunningCommand>
  /** Replaces words in one of its files. */
  edit(file: string, from: string, to: string): void
  close(): void
}

/** A command that goes on until it is stopped. */
export interface RunningCommand {
  /** All that it has printed so far. */
  output(): string
  /** Ends it as Ctrl-C does, and returns its exit code. */
  stop(): Promise<number | null>
}

/** Packs the packages and creates a project from them, installed and ready. */
export async function createAuthorProject(name: string): Promise<AuthorProject> {
  const outside = mkdtempSync(path.join(tmpdir(), 'toolgraph-author-'))
  const folder = path.join(outside, name)
  const pack = await timed(() => runIn(ROOT, 'npm', 'run', 'pack'))
  const node = process.execPath
  const create = await timed(() => runIn(outside, node, COMMAND, 'create', name, '--install'))
  return {
    folder,
    seconds: { pack, create },
    run: (program, ...args) => runIn(folder, program, ...args),
    start: (args, until) => start(folder, args, until),
    edit(file, from, to) {
      const whole = path.join(folder, file)
      const text = readFileSync(whole, 'utf8')
      if (!text.includes(from)) throw new Error(`There is no "${from}" in "${file}"`)
      writeFileSync(whole, text.replace(from, to))
    },
    close: () => rmSync(outside, { recursive: true, force: true }),
  }
}

/** The environment of an author's shell: this Node, and nothing that says "I am a test". */
const ENVIRONMENT = {
  HOME: process.env['HOME'],
  PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env['PATH']}`,
  NO_COLOR: '1',
  npm_config_prefer_offline: 'true',
}

async function runIn(cwd: string, program: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(program, args, { cwd, env: ENVIRONMENT })
  return stdout
}

async function start(cwd: string, args: readonly string[], until: RegExp): Promise<RunningCommand> {
  const file = path.join(cwd, 'node_modules/@toolgraph/cli/dist/cli/src/entry/toolgraph.js')
  const child = spawn(process.execPath, [file, ...args], { cwd, env: ENVIRONMENT })
  const output = await untilPrinted(child, until)
  return {
    output,
    async stop() {
      child.kill('SIGINT')
      if (child.exitCode === null) await once(child, 'exit')
      return child.exitCode
    },
  }
}

async function untilPrinted(child: ChildProcess, until: RegExp): Promise<() => string> {
  let printed = ''
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (text: Buffer) => {
        printed += text.toString()
        if (until.test(printed)) resolve()
      })
    }
    child.once('exit', (code) => reject(new Error(`It ended with ${code}:\n${printed}`)))
  })
  return () => printed
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  await work()
  return (performance.now() - begin) / 1000
}
