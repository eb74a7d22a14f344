import {
  McpClientError,
  type InputAnswer,
  type InputRequest,
  type ServerTool,
  type Session,
  type ToolContent,
  type ToolOutcome,
} from '@toolgraph/mcp-client'
import { Command } from 'commander'
import { askPerson } from '../call/ask-person.ts'
import { openTarget, type Target, type TargetOptions } from '../call/open-target.ts'
import { readArgs } from '../call/read-args.ts'
import { CliError } from '../lib/cli-error.ts'
import { reporting, type Report } from '../lib/report.ts'
import { printable } from '../lib/terminal.ts'
import type { World } from '../lib/world.ts'

interface Options extends TargetOptions {
  args?: string
}

/** More rounds than this are no conversation. */
const MAX_QUESTIONS = 20

/** `toolgraph call <tool>`: one tool, from the shell. */
export function callCommand(world: World): Command {
  return new Command('call')
    .description('call one tool, of your own worker in this process or of any server')
    .argument('<tool>', 'the name of the tool')
    .argument('[key=value...]', 'its arguments, turned into what its schema asks for')
    .option('--args <json>', 'its arguments, as a JSON object')
    .option('--url <url>', "the address of a server's MCP endpoint (default: your own worker)")
    .option('--token <token>', 'an access token (default: the sign-in of "toolgraph login <url>")')
    .option('--as <person>', 'whom to call your own worker as: aiko, ben or nobody', 'aiko')
    .action(
      reporting(world, (tool: string, pairs: string[], options: Options) =>
        call(tool, pairs, options, world),
      ),
    )
}

async function call(
  name: string,
  pairs: readonly string[],
  options: Options,
  world: World,
): Promise<Report> {
  let target: Target | undefined
  try {
    target = await openTarget(options, (request) => answerWhileItWaits(request, world), world)
    const tool = await findTool(target.session, name)
    const args = readArgs({ pairs, json: options.args }, tool)
    const outcome = await converse(target.session, tool, args, world)
    return toReport(outcome, { name, url: target.url }, world)
  } catch (error) {
    throw withWayOut(error, options.url)
  } finally {
    await target?.close()
  }
}

/** A server of 2025-11-25 waits for the answer: what stands in the way is said, and the question cancelled. */
async function answerWhileItWaits(request: InputRequest, world: World): Promise<InputAnswer> {
  try {
    return await askPerson(request, world)
  } catch (error) {
    world.stderr(`${error instanceof Error ? error.message : String(error)}\n`)
    throw error
  }
}

async function findTool(session: Session, name: string): Promise<ServerTool> {
  const { tools } = await session.listTools()
  const tool = tools.find((each) => each.name === name)
  if (tool !== undefined) return tool
  const names = tools.map((each) => each.name).join(', ')
  throw new CliError(
    'ERR_NO_SUCH_TOOL',
    `Cannot call "${name}": the server has ${names || 'no tools'}`,
  )
}

/** Calls the tool, and goes on with it as long as it asks. */
async function converse(
  session: Session,
  tool: ServerTool,
  args: Record<string, unknown>,
  world: World,
): Promise<ToolOutcome> {
  const { signal } = world
  const call = { name: tool.name, args, definition: tool, signal, onProgress: tellProgress(world) }
  let outcome = await session.callTool(call)
  for (let asked = 0; outcome.kind === 'input_required' && asked < MAX_QUESTIONS; asked += 1) {
    const answers: Record<string, InputAnswer> = {}
    for (const [key, request] of Object.entries(outcome.requests))
      answers[key] = await askPerson(request, world)
    const { requestState } = outcome
    outcome = await session.callTool({
      ...call,
      answers,
      ...(requestState !== undefined && { requestState }),
    })
  }
  return outcome
}

function tellProgress({ stderr }: World) {
  return ({ progress, total, message }: { progress: number; total?: number; message?: string }) => {
    const steps = total === undefined ? `${progress}` : `${progress}/${total}`
    stderr(`${[steps, message && printable(message)].filter(Boolean).join(' ')}\n`)
  }
}

/** What was called. */
interface Called {
  name: string
  url: string
}

function toReport(outcome: ToolOutcome, { name, url }: Called, world: World): Report {
  switch (outcome.kind) {
    case 'result': {
      const { structuredContent: data, content } = outcome.result
      if (outcome.fitsSchema === false)
        world.stderr(`The answer of "${name}" does not fit the tool's own output schema\n`)
      const text = data === undefined ? textOf(outcome.result) : JSON.stringify(data, null, 2)
      return { data: data === undefined ? { content } : { data }, text }
    }
    case 'tool_error':
      throw new CliError(
        'ERR_TOOL_REFUSED',
        textOf(outcome.result) || `The tool "${name}" refused, without a word`,
      )
    case 'scopes_needed':
      throw new McpClientError(
        'ERR_SCOPES_NEEDED',
        `Cannot call "${name}" of "${url}": it asks for more scopes`,
        outcome,
      )
    case 'sign_in_needed':
      throw new McpClientError(
        'ERR_SIGN_IN_NEEDED',
        `Cannot call "${name}" of "${url}": it asks for sign-in`,
        outcome,
      )
    case 'failed':
      throw new McpClientError(outcome.code, outcome.message, { cause: outcome.cause })
    case 'input_required':
      throw new CliError('ERR_QUESTION_UNKNOWN', `Cannot call "${name}": it does not stop asking`)
    case 'cancelled':
      throw new CliError('ERR_STOPPED', `The call of "${name}" was stopped`)
  }
}

/** What a tool says, a block a line; what is no text is named. The words are the server's. */
function textOf({ content }: ToolContent): string {
  return content
    .map((block) => {
      const { type, text, uri, mimeType } = Object(block)
      if (typeof text === 'string') return printable(text)
      return printable(`[${[type, mimeType, uri].filter(Boolean).join(' ')}]`)
    })
    .join('\n')
}

/** A refusal about access says how to get in. */
function withWayOut(error: unknown, url: string | undefined): unknown {
  if (!(error instanceof McpClientError) || !isAboutAccess(error.code)) return error
  const scopes = error.scopes.length === 0 ? '' : ` --scope ${error.scopes.join(' ')}`
  const wayOut =
    url === undefined
      ? 'call it as somebody: --as aiko'
      : `run "toolgraph login ${url}${scopes}", or give a token with --token`
  return new McpClientError(error.code, `${error.message}; ${wayOut}`, { cause: error })
}

function isAboutAccess(code: string): boolean {
  return code === 'ERR_SIGN_IN_NEEDED' || code === 'ERR_SCOPES_NEEDED'
}
