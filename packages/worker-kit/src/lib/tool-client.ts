import {
  Client,
  type CallToolResult,
  type RequestOptions,
  type Tool,
  type Transport,
} from '@modelcontextprotocol/client'
import type { ToolTypes } from './create-mcp-worker.ts'

/** An MCP client that knows the tools of one server by their types. */
export interface ToolClient<tools extends ToolTypes> {
  /** The official client, for whatever is not here. */
  readonly client: Client
  listTools(): Promise<Tool[]>
  /**
   * Calls a tool and returns its data, or its text where it has none.
   *
   * @param options A signal, a deadline (default: 60 seconds), who hears of progress
   * @throws ToolCallError When the tool refuses
   */
  call<name extends Extract<keyof tools, string>>(
    name: name,
    args: tools[name]['input'],
    options?: RequestOptions,
  ): Promise<tools[name]['output']>
  /** Calls any tool with any arguments, and returns the protocol's own result. */
  callRaw(
    name: string,
    args?: Record<string, unknown>,
    options?: RequestOptions,
  ): Promise<CallToolResult>
  close(): Promise<void>
}

/** What a tool refused, in its own words: show them as a stranger's. */
export class ToolCallError extends Error {
  override readonly name = 'ToolCallError'

  /** The tool's own code, from a server made with this kit: branch on this, never on the message. */
  readonly code: string | undefined

  constructor(code: string | undefined, message: string) {
    super(message, { cause: code })
    this.code = code
  }
}

/**
 * Creates a typed client: `createToolClient<InferTools<typeof worker>>(transport)`, with the worker
 * imported as a type only. It takes the newest protocol that both sides speak.
 *
 * @param target A transport, which is connected, or a client that is connected already
 */
export async function createToolClient<tools extends ToolTypes>(
  target: Transport | Client,
): Promise<ToolClient<tools>> {
  const client = 'callTool' in target ? target : await connect(target)

  const callRaw: ToolClient<tools>['callRaw'] = (name, args = {}, options) =>
    client.callTool({ name, arguments: args }, options)

  return {
    client,
    callRaw,
    listTools: async () => (await client.listTools()).tools,
    async call(name, args, options) {
      const result = await callRaw(name, { ...Object(args) }, options)
      if (result.isError) throw toError(result)
      // The worker has checked the output against the schema that this type comes from.
      return (result.structuredContent ?? textOf(result)) as tools[typeof name]['output']
    },
    close: () => client.close(),
  }
}

async function connect(transport: Transport): Promise<Client> {
  const client = new Client(
    { name: 'toolgraph-client', version: '1.0.0' },
    { versionNegotiation: { mode: 'auto' } },
  )
  await client.connect(transport)
  return client
}

function toError(result: CallToolResult): ToolCallError {
  const code = result._meta?.['dev.toolgraph/code']
  return new ToolCallError(typeof code === 'string' ? code : undefined, textOf(result))
}

function textOf(result: CallToolResult): string {
  return result.content.map((block) => (block.type === 'text' ? block.text : '')).join('\n')
}
