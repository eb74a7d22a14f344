import type { McpClientErrorCode } from '@toolgraph/mcp-client'

/** What a person can do where the way to a server ended; the sentences of `mcp-client` are for every kind of caller. */
const WAYS_OUT: Readonly<Record<string, string>> = {
  ERR_SERVER_UNREACHABLE: 'see that it runs, or name another address',
  ERR_RESOURCE_METADATA_MISSING: 'it may be a server that asks nobody to sign in',
  ERR_ISSUER_UNREACHABLE: 'see that it runs, or try again in a moment',
  ERR_REGISTRATION_UNSUPPORTED: 'get a token in its own way, and call with --token',
  ERR_REGISTRATION_REFUSED: 'get a token in its own way, and call with --token',
  ERR_AUTHORIZATION_DENIED: 'run the command again when you want to allow it',
  ERR_AUTHORIZATION_FAILED: 'see that its server has the scopes that you asked for',
  ERR_NOT_MCP: 'name the address of an MCP endpoint, like "https://booking.example/mcp"',
} satisfies Partial<Record<McpClientErrorCode, string>>

/** A refusal's sentence with the way out, where it does not say it. */
export function withWayOut({ code, message }: { code: string; message: string }): string {
  const wayOut = Object.hasOwn(WAYS_OUT, code) ? WAYS_OUT[code] : undefined
  return wayOut === undefined ? message : `${message}; ${wayOut}`
}
