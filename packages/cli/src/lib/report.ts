import type { Command } from 'commander'
import type { World } from './world.ts'

/** What a command has to say at its end. */
export interface Report {
  /** For a machine: what `--json` prints, as one object. */
  data: Readonly<Record<string, unknown>>
  /** For a person; lines may be many. */
  text: string
  /** Whether the answer is a "no", which a script learns by the exit code 1 (default: false) */
  isFailure?: boolean
}

/**
 * Makes a command's action of a function that returns a report.
 *
 * @param run Gets the command's arguments and, as the last one, its options
 */
export function reporting<args extends unknown[]>(
  world: World,
  run: (...args: args) => Promise<Report>,
): (...args: [...args, Command]) => Promise<void> {
  return async (...all) => {
    // Commander hands the command itself over as the last argument; it knows the program's options.
    const command = all.at(-1) as Command
    const args = all.slice(0, -1) as unknown[] as args
    const { data, text, isFailure = false } = await run(...args)
    const { json } = command.optsWithGlobals<{ json?: boolean }>()
    world.stdout(`${json ? JSON.stringify(data) : text}\n`)
    if (isFailure) throw new NegativeAnswer()
  }
}

/** Ends a command with the exit code 1 after its report was printed. */
export class NegativeAnswer extends Error {}
