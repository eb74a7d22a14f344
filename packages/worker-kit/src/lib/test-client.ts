import {
  Client,
  StreamableHTTPClientTransport,
  type CallToolResult,
  type Tool,
} from '@modelcontextprotocol/client'
import type { ToolTypes } from './create-mcp-worker.ts'
import type { McpWorker } from './mcp-worker.ts'
import type { WorkerContext } from './visit.ts'

/** What a test's person answers to a question. */
export interface TestAnswer {
  action: 'accept' | 'decline' | 'cancel'
  content?: Record<string, string | number | boolean | string[]>
}

/** Who a test client is. */
export interface TestClientOptions<env> {
  env: env
  /** An access token (default: none) */
  token?: string
  /** The protocol: 2026-07-28, or 2025-11-25 with its handshake (default: `modern`) */
  era?: 'modern' | 'legacy'
  /** Answers the tools' questions (default: this client cannot be asked) */
  answer?: (question: { message: string; schema: unknown }) => TestAnswer
  /** The worker's own address (default: read from its manifest) */
  url?: string
  ctx?: WorkerContext
}

/** An MCP client that reaches a worker in the same process, without a socket. */
export interface TestClient<tools extends ToolTypes> {
  /** The official client, for whatever is not here. */
  readonly client: Client
  listTools(): Promise<Tool[]>
  /**
   * Calls a tool and returns its data, or its text where it has none.
   *
   * @throws Error With the tool's own words, and its code as `cause`, when it refuses
   */
  call<name extends Extract<keyof tools, string>>(
    name: name,
    args: tools[name]['input'],
  ): Promise<tools[name]['output']>
  /** Calls any tool with any arguments, and returns the protocol's own result. */
  callRaw(name: string, args?: Record<string, unknown>): Promise<CallToolResult>
  close(): Promise<void>
}

/** Connects the official client to a worker, in process. */
export async function createTestClient<env, tools extends ToolTypes>(
  worker: McpWorker<env, tools>,
  options: TestClientOptions<env>,
): Promise<TestClient<tools>> {
  const { env, token, era = 'modern', answer, ctx } = options
  const url = options.url ?? worker.manifest(env).url
  const client = new Client(
    { name: 'toolgraph-test', version: '1.0.0' },
    {
      capabilities: answer === undefined ? {} : { elicitation: { form: {} } },
      versionNegotiation: { mode: era === 'modern' ? { pin: '2026-07-28' } : 'legacy' },
    },
  )
  if (answer !== undefined) {
    client.setRequestHandler('elicitation/create', async ({ params }) => {
      const schema = 'requestedSchema' in params ? params.requestedSchema : undefined
      return { ...answer({ message: params.message, schema }) }
    })
  }

  await client.connect(
    new StreamableHTTPClientTransport(new URL(url), {
      fetch: (input, init) => worker.fetch(new Request(input, init), env, ctx),
      ...(token === undefined
        ? {}
        : { requestInit: { headers: { authorization: `Bearer ${token}` } } }),
    }),
  )

  const callRaw: TestClient<tools>['callRaw'] = (name, args = {}) =>
    client.callTool({ name, arguments: args })

  return {
    client,
    callRaw,
    listTools: async () => (await client.listTools()).tools,
    async call(name, args) {
      const result = await client.callTool({ name, arguments: { ...Object(args) } })
      if (result.isError) throw toError(result)
      // The worker has checked the output against the schema that this type comes from.
      return (result.structuredContent ?? textOf(result)) as tools[typeof name]['output']
    },
    close: () => client.close(),
  }
}

function toError(result: CallToolResult): Error {
  return new Error(textOf(result), { cause: result._meta?.['dev.toolgraph/code'] })
}

function textOf(result: CallToolResult): string {
  return result.content.map((block) => (block.type === 'text' ? block.text : '')).join('\n')
}
