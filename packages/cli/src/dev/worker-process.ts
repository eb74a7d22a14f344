import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { World } from '../lib/world.ts'

/** A program that runs the author's worker, and starts it anew when a file changes. */
export interface WorkerProgram {
  /** Arguments of Node. */
  args: readonly string[]
  cwd: string
  env: Readonly<Record<string, string | undefined>>
  /** What of its output is of no use to an author. */
  noise: RegExp
  /** The line by which it says that the worker answers. */
  ready: RegExp
}

/** The worker's running program. */
export interface WorkerProcess {
  /** Resolves when the worker answers for the first time. */
  readonly ready: Promise<void>
  /** Resolves when the program has ended, with its exit code. */
  readonly ended: Promise<number | null>
  stop(): Promise<void>
}

/** Starts the program and passes on what it says. */
export function startWorkerProcess(program: WorkerProgram, world: World): WorkerProcess {
  const { args, cwd, env, noise, ready } = program
  const child = spawn(process.execPath, [...args], {
    cwd,
    env: { ...world.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const answers = new Promise<void>((resolve) => {
    createInterface(child.stdout).on('line', (line) => {
      if (ready.test(line)) resolve()
      if (!noise.test(line) && !ready.test(line)) world.stdout(`${line}\n`)
    })
  })
  child.stderr.on('data', (text: Buffer) => world.stderr(text.toString()))
  return {
    ready: answers,
    ended,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
