import { CodedError } from '@toolgraph/errors'
import { Command, CommanderError } from 'commander'
import { NegativeAnswer } from './lib/report.ts'
import { withWayOut } from './lib/way-out.ts'
import type { World } from './lib/world.ts'
import packageJson from '../package.json' with { type: 'json' }

/** Every command, in the order in which the help lists them; one file each in `commands/`. */
const COMMANDS = new Map<string, () => Promise<(world: World) => Command>>(
  Object.entries({
    create: async () => (await import('./commands/create.ts')).createCommand,
    dev: async () => (await import('./commands/dev.ts')).devCommand,
    check: async () => (await import('./commands/check.ts')).checkCommand,
    call: async () => (await import('./commands/call.ts')).callCommand,
    login: async () => (await import('./commands/login.ts')).loginCommand,
    logout: async () => (await import('./commands/logout.ts')).logoutCommand,
    whoami: async () => (await import('./commands/whoami.ts')).whoamiCommand,
    key: async () => (await import('./commands/key.ts')).keyCommand,
    prove: async () => (await import('./commands/prove.ts')).proveCommand,
    publish: async () => (await import('./commands/publish.ts')).publishCommand,
    conformance: async () => (await import('./commands/conformance.ts')).conformanceCommand,
  }),
)

const HELP = 'Say "toolgraph --help", or "toolgraph <command> --help".'

/**
 * Runs the command line once.
 *
 * @param args Without the program's own name
 * @returns The exit code: 0, 1 for a refusal or a "no", 2 for a wrong use
 */
export async function runToolgraph(args: readonly string[], world: World): Promise<number> {
  const program = await createProgram(args, world)
  try {
    await program.parseAsync([...args], { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0
      if (args.includes('--json')) world.stdout(describeWrongUse(error))
      return 2
    }
    // Whoever stops a command knows why it did not end.
    if (world.signal.aborted && !(error instanceof CodedError)) return 1
    if (!(error instanceof NegativeAnswer)) printError(error, program.opts()['json'], world)
    return 1
  }
}

/** Loads only the command that is called: the libraries of all take longer than most of them run. */
async function createProgram(args: readonly string[], world: World): Promise<Command> {
  const program = new Command('toolgraph')
    .description(packageJson.description)
    .version(packageJson.version)
    .option('--json', 'print one JSON object, for a machine')
    .showHelpAfterError(HELP)
    .exitOverride()
    .configureOutput({ writeOut: world.stdout, writeErr: world.stderr })
  const called = COMMANDS.get(args.find((arg) => !arg.startsWith('-')) ?? '')
  for (const load of called ? [called] : COMMANDS.values()) {
    const create = await load()
    program.addCommand(inherit(create(world), program))
  }
  return program
}

/** Gives a command, and those below it, the program's way to print and to end. */
function inherit(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent)
  for (const below of command.commands) inherit(below, command)
  return command
}

/** For a machine; a person was told already. */
function describeWrongUse({ code, message }: CommanderError): string {
  const words = code === 'commander.help' ? 'no command' : message.replace(/^error: /, '')
  return `${JSON.stringify({ error: { code: 'ERR_USAGE', message: `${words}. ${HELP}` } })}\n`
}

/** A refusal is one sentence; a fault is told as it is, since the one who reads it can report it. */
function printError(error: unknown, isJson: unknown, world: World): void {
  const isRefusal = error instanceof CodedError
  const words = error instanceof Error ? error.message : String(error)
  const message = isRefusal ? withWayOut(error) : words
  const stack = error instanceof Error ? error.stack : undefined
  if (isJson) {
    const code = isRefusal ? error.code : 'ERR_INTERNAL'
    world.stdout(`${JSON.stringify({ error: { code, message } })}\n`)
  } else {
    world.stderr(`${isRefusal ? message : `Something went wrong: ${message}`}\n`)
  }
  if (world.env['DEBUG']) world.stderr(`${stack ?? ''}\n`)
}
