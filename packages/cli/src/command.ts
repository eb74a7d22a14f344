import { CodedError } from '@toolgraph/errors'
import { Command, CommanderError } from 'commander'
import { callCommand } from './commands/call.ts'
import { checkCommand } from './commands/check.ts'
import { createCommand } from './commands/create.ts'
import { devCommand } from './commands/dev.ts'
import { loginCommand } from './commands/login.ts'
import { logoutCommand } from './commands/logout.ts'
import { publishCommand } from './commands/publish.ts'
import { whoamiCommand } from './commands/whoami.ts'
import { NegativeAnswer } from './lib/report.ts'
import type { World } from './lib/world.ts'
import packageJson from '../package.json' with { type: 'json' }

/** Every command, in the order in which the help lists them; one file each in `commands/`. */
const COMMANDS: readonly ((world: World) => Command)[] = [
  createCommand,
  devCommand,
  checkCommand,
  callCommand,
  loginCommand,
  logoutCommand,
  whoamiCommand,
  publishCommand,
]

/**
 * Runs the command line once.
 *
 * @param args Without the program's own name
 * @returns The exit code: 0, 1 for a refusal or a "no", 2 for a wrong use
 */
export async function runToolgraph(args: readonly string[], world: World): Promise<number> {
  const program = createProgram(world)
  try {
    await program.parseAsync([...args], { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    if (!(error instanceof NegativeAnswer)) printError(error, program.opts()['json'], world)
    return 1
  }
}

function createProgram(world: World): Command {
  const program = new Command('toolgraph')
    .description(packageJson.description)
    .version(packageJson.version)
    .option('--json', 'print one JSON object, for a machine')
    .showHelpAfterError('Say "toolgraph --help", or "toolgraph <command> --help".')
    .exitOverride()
    .configureOutput({ writeOut: world.stdout, writeErr: world.stderr })
  for (const create of COMMANDS) {
    program.addCommand(create(world).copyInheritedSettings(program))
  }
  return program
}

/** A refusal is one sentence; a fault is told as it is, since the one who reads it can report it. */
function printError(error: unknown, isJson: unknown, world: World): void {
  const isRefusal = error instanceof CodedError
  const message = error instanceof Error ? error.message : String(error)
  const stack = error instanceof Error ? error.stack : undefined
  if (isJson) {
    const code = isRefusal ? error.code : 'ERR_INTERNAL'
    world.stdout(`${JSON.stringify({ error: { code, message } })}\n`)
  } else {
    world.stderr(`${isRefusal ? message : `Something went wrong: ${message}`}\n`)
  }
  if (world.env['DEBUG']) world.stderr(`${stack ?? ''}\n`)
}
