import { runToolgraph } from '../src/command.ts'
import type { World } from '../src/lib/world.ts'

/** What came of a command. */
export interface CommandRun {
  code: number
  stdout: string
  stderr: string
  /** What it printed with `--json`. */
  json(): unknown
}

/** Runs the command in this process; `world` says what differs from an empty one. */
export async function runCommand(
  args: readonly string[],
  world: Partial<World> = {},
): Promise<CommandRun> {
  const out: string[] = []
  const err: string[] = []
  const code = await runToolgraph(args, {
    stdout: (text) => void out.push(text),
    stderr: (text) => void err.push(text),
    cwd: '/nowhere',
    env: {},
    fetch: () => Promise.reject(new TypeError('This test has no network')),
    now: () => Date.UTC(2026, 10, 1),
    openBrowser: () => Promise.reject(new Error('This test has no browser')),
    signal: new AbortController().signal,
    ...world,
  })
  const stdout = out.join('')
  return { code, stdout, stderr: err.join(''), json: () => JSON.parse(stdout) }
}
