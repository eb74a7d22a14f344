import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import type { ToolTypes } from './create-mcp-worker.ts'
import type { McpWorker } from './mcp-worker.ts'
import { createToolClient, type ToolClient } from './tool-client.ts'
import type { WorkerContext } from './visit.ts'

/** What a test's person answers to a question. */
export interface TestAnswer {
  action: 'accept' | 'decline' | 'cancel'
  content?: Record<string, string | number | boolean | string[]>
}

/** Who a test client is. */
export interface TestClientOptions<bindings> {
  env: bindings
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
export type TestClient<tools extends ToolTypes> = ToolClient<tools>

/** Connects the official client to a worker, in process. */
export async function createTestClient<env, tools extends ToolTypes, bindings>(
  worker: McpWorker<env, tools, bindings>,
  options: TestClientOptions<bindings>,
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

  return createToolClient<tools>(client)
}
