import {
  isErrorOf,
  POSTGRES_CODES,
  type Database,
  type Prisma,
  type Transaction,
} from '@toolgraph/database'
import { nameTaken, urlTaken } from '../registry/errors.ts'
import type { KnownServer, Registry, RegistryEdit } from '../registry/registry.ts'
import { toNameKey } from '../registry/server.ts'
import type { Viewer } from '../registry/viewer.ts'
import { appendServerAudit } from './audit-log.ts'
import { assertFree } from './claims.ts'
import { editVersion, restoreVersions, setStatus, withdrawVersions } from './edit-versions.ts'
import { appendEvent } from './event-log.ts'
import { toJson } from './json.ts'
import { holdOwner } from './owner-rows.ts'
import { publishRow } from './publish-row.ts'
import { refreshSearchDocuments } from './search-documents.ts'

/** Long enough for a server with hundreds of tools on a busy database. */
const CHANGE_TIMEOUT_MS = 20_000

/** `Registry.change`: one transaction, one writer a name. */
export async function changeServer<result>(
  database: Database,
  { viewer, name, version }: Parameters<Registry['change']>[0],
  work: (edit: RegistryEdit, known: KnownServer | undefined) => Promise<result>,
): Promise<result> {
  let wanted: string | undefined
  try {
    return await database.$transaction(
      async (transaction) => {
        await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${toNameKey(name)}, 1))`
        const known = await findKnown(transaction, { viewer, name, version })
        const edit = createEdit(transaction, { viewer, known })
        return work(
          {
            ...edit,
            publish: (publication) => {
              wanted = publication.facts.url ?? undefined
              return edit.publish(publication)
            },
          },
          known,
        )
      },
      { timeout: CHANGE_TIMEOUT_MS, maxWait: CHANGE_TIMEOUT_MS },
    )
  } catch (error) {
    // Two publications of one endpoint under two names: the lock of neither sees the other.
    if (!isErrorOf(error, POSTGRES_CODES.uniqueViolation)) throw error
    throw wanted === undefined ? nameTaken(name) : urlTaken(wanted)
  }
}

function createEdit(
  transaction: Transaction,
  { viewer, known }: { viewer: Viewer; known: KnownServer | undefined },
): RegistryEdit {
  const audit = (action: `server.${string}`, serverId: string, detail: object = {}) =>
    appendServerAudit(transaction, { actor: viewer.subject, action, serverId, detail })

  return {
    findOwner: (owner) => holdOwner(transaction, viewer, owner),

    async publish(publication) {
      if (publication.isLatest) await assertFree(transaction, known?.id, publication.claims)
      const serverId = await publishRow(transaction, { known, publication })
      await audit('server.publish', serverId, { version: publication.version })
      if (publication.isLatest) await refreshSearchDocuments(transaction, [serverId])
      return serverId
    },

    countVersions: (serverId) => transaction.mcpServerVersion.count({ where: { serverId } }),

    async editVersion(serverId, change) {
      await editVersion(transaction, serverId, change)
      await audit('server.edit', serverId, { version: change.version })
      await refreshSearchDocuments(transaction, [serverId])
    },

    async setStatus(serverId, change) {
      const versions = await setStatus(transaction, serverId, change)
      if (versions.length === 0) return versions
      const { status, statusMessage } = change
      await audit('server.status', serverId, { status, statusMessage, versions })
      await refreshSearchDocuments(transaction, [serverId])
      return versions
    },

    async update(serverId, changes) {
      const { translations, ...columns } = changes
      const data = Object.fromEntries(
        Object.entries(columns).filter(([, value]) => value !== undefined),
      )
      await transaction.mcpServer.update({
        where: { id: serverId },
        data: { ...data, ...(translations ? { translations: toJson(translations) } : {}) },
      })
      await audit('server.update', serverId, changes)
      await refreshSearchDocuments(transaction, [serverId])
    },

    async withdraw(serverId, now) {
      await withdrawVersions(transaction, serverId, now)
      await audit('server.withdraw', serverId)
      await refreshSearchDocuments(transaction, [serverId])
    },

    async restore(serverId, now) {
      await restoreVersions(transaction, serverId, now)
      await audit('server.restore', serverId)
      await refreshSearchDocuments(transaction, [serverId])
    },

    async append(serverId, event) {
      await appendEvent(transaction, { topic: 'server', serverId, payload: { kind: event.kind } })
    },
  }
}

/** A name that the server had once is as taken as the one it has. */
async function findByAlias<include extends Prisma.McpServerInclude>(
  transaction: Transaction,
  nameKey: string,
  include: include,
) {
  const alias = await transaction.mcpServerAlias.findUnique({
    where: { nameKey },
    select: { serverId: true },
  })
  return alias && transaction.mcpServer.findUnique({ where: { id: alias.serverId }, include })
}

/** Found whoever may see it: a name that is taken is taken. The answer never leaves the verb. */
async function findKnown(
  transaction: Transaction,
  { viewer, name, version }: { viewer: Viewer; name: string; version: string | undefined },
): Promise<KnownServer | undefined> {
  const { subject } = viewer
  const members = { where: { subject }, select: { role: true } } as const
  const nameKey = toNameKey(name)
  const include = { owner: { select: { subject: true, members } } } as const
  const named = await transaction.mcpServer.findUnique({ where: { nameKey }, include })
  const row = named ?? (await findByAlias(transaction, nameKey, include))
  if (!row) return undefined
  // One after the other: a transaction has one connection.
  const tools = await transaction.mcpTool.findMany({
    where: { serverId: row.id },
    orderBy: { position: 'asc' },
  })
  const published = await transaction.mcpServerVersion.findUnique({
    where: { serverId_version: { serverId: row.id, version: version ?? '' } },
    select: { definition: true, status: true },
  })
  return {
    id: row.id,
    name: row.name,
    version: row.version,
    url: row.baseUrl ?? undefined,
    authorization: {
      issuer: row.oauthIssuer ?? undefined,
      authorizationEndpoint: row.authorizationEndpoint ?? undefined,
      tokenEndpoint: row.tokenEndpoint ?? undefined,
      jwksUri: row.jwksUri ?? undefined,
    },
    ownerId: row.ownerId ?? undefined,
    role: row.owner?.members[0]?.role ?? (row.owner?.subject === subject ? 'owner' : undefined),
    visibility: row.visibility,
    status: row.status,
    tools,
    published: published ?? undefined,
  }
}
