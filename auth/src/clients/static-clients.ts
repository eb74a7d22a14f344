import { sha256Hex } from '../keys/digest.ts'
import { TOKEN_EXCHANGE, type Client, type GrantType, type StaticClient } from './client.ts'

/** The issuer's own pages, where somebody signs in for them alone. It has no redirect: nobody can ask in its name. */
export const ACCOUNT_CLIENT: StaticClient = { id: 'account', name: 'Toolgraph' }

/** Finds the clients that stand in the configuration. */
export type FindStaticClient = (id: string) => Promise<Client | undefined>

/**
 * Reads the configured clients.
 *
 * @throws {TypeError} For two clients with one id, a confidential one without a secret, or one that acts
 *   for people and is an application of theirs as well
 */
export function createStaticClients(configured: readonly StaticClient[]): FindStaticClient {
  for (const client of configured) assertSound(client)
  const clients = new Map(configured.map((one) => [one.id, toClient(one)]))
  if (clients.size !== configured.length) throw new TypeError('Two static clients have one id')

  return async (id) => clients.get(id)
}

function assertSound({ id, secret, authMethod, actsAs, redirectUris, trustedAt }: StaticClient) {
  if (!secret && (actsAs || (authMethod && authMethod !== 'none')))
    throw new TypeError(`The static client "${id}" has no secret`)
  // So every grant of an actor is a word that a person gave for this very purpose.
  if (actsAs && (redirectUris?.length || trustedAt))
    throw new TypeError(
      `The static client "${id}" acts for people: it cannot ask for codes as well`,
    )
}

async function toClient(configured: StaticClient): Promise<Client> {
  const { id, name, uri, secret, redirectUris = [], trustedAt = {} } = configured
  const { machineAccess = {}, introspects = [], actsAs = [] } = configured
  return {
    id,
    kind: 'static',
    name,
    ...(uri && { uri }),
    redirectUris,
    authMethod: configured.authMethod ?? (secret ? 'client_secret_basic' : 'none'),
    ...(secret && { secretHash: await sha256Hex(secret) }),
    grantTypes: configured.grantTypes ?? defaultGrants(configured),
    trustedAt,
    machineAccess,
    introspects,
    actsAs,
  }
}

function defaultGrants({ redirectUris, machineAccess, actsAs }: StaticClient): GrantType[] {
  return [
    ...(redirectUris?.length ? (['authorization_code', 'refresh_token'] as const) : []),
    ...(machineAccess ? (['client_credentials'] as const) : []),
    ...(actsAs ? ([TOKEN_EXCHANGE] as const) : []),
  ]
}
