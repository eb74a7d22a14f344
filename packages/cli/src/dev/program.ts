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
  /** The line by which it says that it is ready once more, where that matters to an author. */
  again?: RegExp
  /** Files of the project's folder that it reads when it starts and does not watch. */
  unwatched?: readonly string[]
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
  const { args, cwd, env, noise, ready, again } = program
  const child = spawn(process.execPath, [...args], {
    cwd,
    env: { ...world.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const isReady = new Promise<void>((resolve) => {
    let ran = false
    createInterface(child.stdout).on('line', (line) => {
      if (ran && again?.test(line)) world.stdout('Started anew\n')
      else if (!noise.test(line) && !ready.test(line)) world.stdout(`${line}\n`)
      if (!ready.test(line)) return
      ran = true
      resolve()
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
