import { sha256Hex } from '../keys/digest.ts'
import type { Client, GrantType, StaticClient } from './client.ts'

/** The issuer's own pages, where somebody signs in for them alone. It has no redirect: nobody can ask in its name. */
export const ACCOUNT_CLIENT: StaticClient = { id: 'account', name: 'Toolgraph' }

/** Finds the clients that stand in the configuration. */
export type FindStaticClient = (id: string) => Promise<Client | undefined>

/**
 * Reads the configured clients.
 *
 * @throws {TypeError} For two clients with one id, or a confidential one without a secret
 */
export function createStaticClients(configured: readonly StaticClient[]): FindStaticClient {
  const clients = new Map(configured.map((one) => [one.id, one]))
  if (clients.size !== configured.length) throw new TypeError('Two static clients have one id')
  for (const { id, secret, authMethod } of configured) {
    if (!secret && authMethod && authMethod !== 'none')
      throw new TypeError(`The static client "${id}" has no secret`)
  }

  return async (id) => {
    const found = clients.get(id)
    return found && toClient(found)
  }
}

async function toClient(configured: StaticClient): Promise<Client> {
  const { id, name, uri, secret, redirectUris = [], trustedAt = {} } = configured
  const { machineAccess = {}, introspects = [] } = configured
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
  }
}

function defaultGrants({ redirectUris, machineAccess }: StaticClient): GrantType[] {
  return [
    ...(redirectUris?.length ? (['authorization_code', 'refresh_token'] as const) : []),
    ...(machineAccess ? (['client_credentials'] as const) : []),
  ]
}
