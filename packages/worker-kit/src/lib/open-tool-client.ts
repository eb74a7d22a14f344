import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import type { ToolTypes } from './create-mcp-worker.ts'
import { createToolClient, type ToolClient } from './tool-client.ts'

/** Who calls, and how the server is reached. */
export interface ToolClientOptions {
  /** An access token for this very server (default: none) */
  token?: string
  /** Default: the platform's `fetch` */
  fetch?: typeof fetch
}

/**
 * Opens a typed client of the server at an address. Close it when the work is done.
 *
 * @param url The MCP endpoint: `https://rooms.example/mcp`
 */
export async function openToolClient<tools extends ToolTypes>(
  url: string,
  { token, fetch }: ToolClientOptions = {},
): Promise<ToolClient<tools>> {
  const transport = new StreamableHTTPClientTransport(new URL(url), {
    ...(fetch && { fetch }),
    ...(token !== undefined && {
      requestInit: { headers: { authorization: `Bearer ${token}` } },
    }),
  })
  return createToolClient<tools>(transport)
}
