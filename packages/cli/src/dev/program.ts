import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { World } from '../lib/world.ts'

/** A program that watches the author's files: it runs the worker, or checks the types. */
export interface Program {
  /** Arguments of Node. */
  args: readonly string[]
  cwd: string
  env: Readonly<Record<string, string | undefined>>
  /** What of its output is of no use to an author. */
  noise: RegExp
  /** The line by which it says that it is ready. */
  ready: RegExp
}

/** A program that runs. */
export interface RunningProgram {
  /** Resolves when it is ready for the first time. */
  readonly ready: Promise<void>
  /** Resolves when it has ended, with its exit code. */
  readonly ended: Promise<number | null>
  stop(): Promise<void>
}

/** Starts the program and passes on what it says. */
export function startProgram(program: Program, world: World): RunningProgram {
  const { args, cwd, env, noise, ready } = program
  const child = spawn(process.execPath, [...args], {
    cwd,
    env: { ...world.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const isReady = new Promise<void>((resolve) => {
    createInterface(child.stdout).on('line', (line) => {
      if (ready.test(line)) resolve()
      if (!noise.test(line) && !ready.test(line)) world.stdout(`${line}\n`)
    })
  })
  child.stderr.on('data', (text: Buffer) => world.stderr(text.toString()))
  return {
    ready: isReady,
    ended,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
