import * as z from 'zod'
import { assertMay } from '../ownership/permissions.ts'
import { issuerForeign } from './errors.ts'
import { getServer } from './get-server.ts'
import { parseInput } from './parse-input.ts'
import type { RegistryContext } from './registry.ts'
import type { ServerAuthorization } from './server.ts'
import type { ServerRecord } from './server-record.ts'
import { assertScope } from './viewer.ts'

/** What `introspect` takes. */
export const introspectSchema = z.strictObject({
  serverId: z.string().min(1).max(300).describe('The id of a server, or its registry name'),
  token: z
    .string()
    .min(1)
    .max(8192)
    .optional()
    .describe('An access token that the server was shown; without it its metadata is checked'),
})

/** What is known of a token (RFC 7662 §2.2). */
export const tokenFactsSchema = z.object({
  active: z.boolean(),
  scope: z.string().optional(),
  client_id: z.string().optional(),
  sub: z.string().optional(),
  aud: z.string().optional(),
  iss: z.string().optional(),
  exp: z.int().optional(),
  jti: z.string().optional(),
})

/** Whether what a server says of itself is what the registry says of it. */
export const metadataFactsSchema = z.object({
  consistent: z.boolean(),
  issuer: z.string().optional(),
  differences: z.array(z.string()),
})

/** What is known of a token. */
export type TokenFacts = z.infer<typeof tokenFactsSchema>
/** Whether what a server says of itself is what the registry says of it. */
export type MetadataFacts = z.infer<typeof metadataFactsSchema>

/** Reads tokens of the graph's own issuer. */
export interface TokenReader {
  readonly issuer: string
  /** Checks a token for a resource; `{ active: false }` says nothing more, as RFC 7662 has it. */
  read(token: string, resource: string): Promise<TokenFacts>
}

/** What introspection works with. */
export interface IntrospectionContext extends RegistryContext {
  readonly tokens: TokenReader
}

/**
 * Checks a token for the viewer's own server, by delegation; or, without a token, whether a server's metadata
 * documents still say what the registry says.
 *
 * @throws RegistryError, AccessError
 */
export async function introspectServer(
  context: IntrospectionContext,
  input: unknown,
): Promise<TokenFacts | MetadataFacts> {
  assertScope(context.viewer, 'servers:write')
  const { serverId, token } = parseInput(introspectSchema, input, 'the request')
  const server = await getServer(context, serverId)
  if (token === undefined) return compareMetadata(context, server)
  return readToken(context, { server, token })
}

async function readToken(
  context: IntrospectionContext,
  { server, token }: { server: ServerRecord; token: string },
): Promise<TokenFacts> {
  await assertMay(context, 'server.introspect', { serverId: server.id })
  const { tokens } = context
  if (!server.url || server.oauthIssuer !== tokens.issuer) throw issuerForeign(server.name)
  return tokens.read(token, server.url)
}

const COMPARED = {
  issuer: 'oauthIssuer',
  authorizationEndpoint: 'authorizationEndpoint',
  tokenEndpoint: 'tokenEndpoint',
  jwksUri: 'jwksUri',
} as const satisfies Record<keyof ServerAuthorization, keyof ServerRecord>

async function compareMetadata(
  { metadata }: RegistryContext,
  server: ServerRecord,
): Promise<MetadataFacts> {
  const issuer = server.oauthIssuer
  const said = server.url ? await metadata.read(server.url) : {}
  if (!said)
    return { consistent: false, issuer, differences: ['Its metadata cannot be read just now'] }

  const differences = Object.entries(COMPARED)
    .filter(([part, column]) => said[part as keyof ServerAuthorization] !== server[column])
    .map(([part]) => `Its ${part} is not the one in the registry`)
  return { consistent: differences.length === 0, issuer, differences }
}
