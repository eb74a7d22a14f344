import {
  ProtocolError,
  ProtocolErrorCode,
  type GetPromptResult,
  type InputRequiredResult,
  type McpServer,
  type ServerContext,
} from '@modelcontextprotocol/server'
import { toWireIcon } from '../../src/lib/icon.ts'
import { serveCall, type Serving } from './mcp-call.ts'
import { toProtocolError } from './protocol-error.ts'
import type { RegisteredPrompt } from '../../src/lib/registered-prompt.ts'
import type { TextField } from '../../src/lib/text-fields.ts'

/** Lets a server of the SDK list and get the prompts of a worker. */
export function servePrompts<env>({ server }: McpServer, serving: Serving<env>): void {
  const { prompts } = serving.plan
  server.registerCapabilities({ prompts: { listChanged: false } })
  server.setRequestHandler('prompts/list', () => ({
    prompts: [...prompts.values()].map(describe),
  }))
  server.setRequestHandler('prompts/get', ({ params }, context) => {
    const prompt = prompts.get(params.name)
    if (prompt === undefined) {
      const message = `Cannot find prompt "${params.name}"`
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, message)
    }
    return get(serving, prompt, params.arguments, context)
  })
}

function describe<env>(prompt: RegisteredPrompt<env>) {
  const { name, title, description, icons, fields, scopes, translations } = prompt
  return {
    name,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(icons === undefined ? {} : { icons: icons.map(toWireIcon) }),
    arguments: fields.map(toArgument),
    _meta: {
      'dev.toolgraph/scopes': scopes,
      'dev.toolgraph/translations': translations,
    },
  }
}

function toArgument({ name, title, description, required }: TextField) {
  return {
    name,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    required,
  }
}

async function get<env>(
  serving: Serving<env>,
  prompt: RegisteredPrompt<env>,
  args: unknown,
  server: ServerContext,
): Promise<GetPromptResult | InputRequiredResult> {
  const call = { kind: 'prompt', callable: prompt, args } as const
  const outcome = await serveCall(serving, call, server, (context) => context)
  if (outcome.kind === 'answered') return outcome.output
  if (outcome.kind === 'asking') return outcome.result
  throw toProtocolError(outcome)
}
