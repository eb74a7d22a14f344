import { defineStatement, type Database } from '@toolgraph/database'
import * as z from 'zod'
import { CLIENT_AUTH_METHODS, type Client } from '../clients/client.ts'
import type { ClientStore } from '../clients/client-store.ts'

/** What the column `metadata` holds. */
const metadataSchema = z.object({
  name: z.string(),
  uri: z.string().optional(),
  logo: z.string().optional(),
  redirectUris: z.array(z.string()),
  authMethod: z.enum(CLIENT_AUTH_METHODS),
  grantTypes: z.array(z.enum(['authorization_code', 'refresh_token', 'client_credentials'])),
})

/** The kinds of clients that are stored, as the column `kind` spells them. */
const KINDS = { registered: 'dcr', document: 'cimd' } as const

const findClient = defineStatement<ClientRow>(
  'auth/find-client',
  `SELECT "id", "kind", "metadata", "secretHash", "expiresAt" FROM auth."AuthClient" WHERE "id" = $1`,
)

// By a day at least: a client that is in use is not written anew with each of its tokens.
const extendClient = defineStatement<never>(
  'auth/extend-client',
  `UPDATE auth."AuthClient" SET "expiresAt" = $2
   WHERE "id" = $1 AND "expiresAt" < $2::timestamptz - interval '1 day'`,
)

/** Keeps clients in Postgres. */
export function createClientStore(database: Database): ClientStore {
  const table = database.authClient
  return {
    async find(id) {
      const [row] = await database.$run(findClient, [id])
      return row ? { client: toClient(row), expiresAt: row.expiresAt } : undefined
    },

    async save({ client, expiresAt }, now) {
      const {
        id,
        kind,
        secretHash = null,
        name,
        uri,
        logo,
        redirectUris,
        authMethod,
        grantTypes,
      } = client
      if (kind === 'static') throw new TypeError('A static client stands in the configuration')
      const described = { name, ...(uri && { uri }), ...(logo && { logo }) }
      const metadata = { ...described, redirectUris, authMethod, grantTypes }
      const data = {
        kind: KINDS[kind],
        metadata: metadataSchema.parse(metadata),
        secretHash,
        expiresAt,
      }
      await table.upsert({ where: { id }, create: { id, createdAt: now, ...data }, update: data })
    },

    async extend(id, expiresAt) {
      await database.$run(extendClient, [id, expiresAt])
    },
  }
}

interface ClientRow {
  id: string
  kind: string
  metadata: unknown
  secretHash: string | null
  expiresAt: Date
}

function toClient({ id, kind, metadata, secretHash }: ClientRow): Client {
  const { uri, logo, ...rest } = metadataSchema.parse(metadata)
  return {
    id,
    kind: kind === KINDS.document ? 'document' : 'registered',
    ...rest,
    ...(uri && { uri }),
    ...(logo && { logo }),
    ...(secretHash && { secretHash }),
    trustedAt: {},
    machineAccess: {},
    introspects: [],
    actsAs: [],
  }
}
