import {
  isErrorOf,
  POSTGRES_CODES,
  type Database,
  type Prisma,
  type Transaction,
} from '@toolgraph/database'
import type { ReservedNamespaces } from '../namespaces/namespace.ts'
import { nameTaken, urlTaken } from '../registry/errors.ts'
import type { KnownServer, Registry, RegistryEdit } from '../registry/registry.ts'
import { toNameKey } from '../registry/server.ts'
import type { Viewer } from '../registry/viewer.ts'
import { appendServerAudit } from './audit-log.ts'
import { assertFree } from './claims.ts'
import {
  changeLatest,
  editVersion,
  restoreVersions,
  setStatus,
  withdrawVersions,
} from './edit-versions.ts'
import { appendEvent } from './event-log.ts'
import { findHolderOf, holdNamespace, type NameToHold } from './hold-namespace.ts'
import { toJson } from './json.ts'
import { lockNames } from './lock-names.ts'
import { holdOwner } from './owner-rows.ts'
import { publishRow } from './publish-row.ts'
import { quarantineLookAlike } from './quarantine-look-alike.ts'
import { renameRow } from './rename-row.ts'
import { refreshSearchDocuments } from './search-documents.ts'

/** Long enough for a server with hundreds of tools on a busy database. */
const CHANGE_TIMEOUT_MS = 20_000

/** `Registry.change`: one transaction, one writer a name. */
export async function changeServer<result>(
  database: Database,
  {
    viewer,
    name,
    newName,
    version,
    reserved,
  }: Parameters<Registry['change']>[0] & {
    reserved: ReservedNamespaces
  },
  work: (edit: RegistryEdit, known: KnownServer | undefined) => Promise<result>,
): Promise<result> {
  let wanted: string | undefined
  try {
    return await database.$transaction(
      async (transaction) => {
        await lockNames(transaction, newName === undefined ? [name] : [name, newName])
        const known = await findKnown(transaction, { viewer, name, version })
        const edit = createEdit(transaction, { viewer, name, reserved, known })
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
    throw wanted === undefined ? nameTaken(newName ?? name) : urlTaken(wanted)
  }
}

function createEdit(
  transaction: Transaction,
  { known, ...wanted }: NameToHold & { known: KnownServer | undefined },
): RegistryEdit {
  const { viewer } = wanted
  // Who has no role there and may change it all the same.
  const isOperator = known !== undefined && known.role === undefined
  const audit = (action: `server.${string}`, serverId: string, detail: object = {}) =>
    appendServerAudit(transaction, { actor: viewer.subject, action, serverId, detail })
  /** What every change of a server that stands ends with. */
  const finish = async (...[action, serverId, detail]: Parameters<typeof audit>) => {
    if (known?.role) await makeTheirs(transaction, serverId)
    await audit(action, serverId, detail)
    await refreshSearchDocuments(transaction, [serverId])
  }

  return {
    findOwner: async (owner) =>
      holdOwner(transaction, viewer, owner ?? (await findHolderOf(transaction, wanted))),

    async publish(publication) {
      const { ownerId, now } = publication
      const held = { ownerId, isNew: known === undefined, now }
      const { lookAlike } = await holdNamespace(transaction, wanted, held)
      if (publication.isLatest) await assertFree(transaction, known?.id, publication.claims)
      const serverId = await publishRow(transaction, { known, publication })
      if (lookAlike) await quarantineLookAlike(transaction, { serverId, lookAlike, now })
      await makeTheirs(transaction, serverId)
      await audit('server.publish', serverId, { version: publication.version })
      if (publication.isLatest) await refreshSearchDocuments(transaction, [serverId])
      return serverId
    },

    countVersions: (serverId, status) =>
      transaction.mcpServerVersion.count({ where: { serverId, ...(status ? { status } : {}) } }),

    async editVersion(serverId, change) {
      await editVersion(transaction, serverId, change)
      await finish('server.edit', serverId, { version: change.version })
    },

    async setStatus(serverId, change) {
      const versions = await setStatus(transaction, serverId, { ...change, isOperator })
      if (versions.length === 0) return versions
      const { status, statusMessage } = change
      await finish('server.status', serverId, { status, statusMessage, versions })
      return versions
    },

    async update(serverId, changes, now) {
      const { translations, ...columns } = changes
      const data = Object.fromEntries(
        Object.entries(columns).filter(([, value]) => value !== undefined),
      )
      await transaction.mcpServer.update({
        where: { id: serverId },
        data: { ...data, ...(translations ? { translations: toJson(translations) } : {}) },
      })
      await changeLatest(transaction, serverId, { changes, now })
      await finish('server.update', serverId, changes)
    },

    async withdraw(serverId, now) {
      await withdrawVersions(transaction, serverId, { now, isOperator })
      await finish('server.withdraw', serverId)
    },

    async rename(serverId, to, now) {
      const isNew = toNameKey(to) !== toNameKey(wanted.name)
      const ownerId = known?.ownerId
      if (known === undefined || ownerId === undefined)
        throw new TypeError('A server that is renamed has an owner')
      const name = { ...wanted, name: to }
      const { lookAlike } = await holdNamespace(transaction, name, { ownerId, isNew, now })
      const formerNames = await renameRow(transaction, { serverId, from: known.name, to, now })
      if (lookAlike) await quarantineLookAlike(transaction, { serverId, lookAlike, now })
      await finish('server.rename', serverId, { from: known.name, to })
      return { formerNames }
    },

    async restore(serverId, now) {
      await restoreVersions(transaction, serverId, now)
      await finish('server.restore', serverId)
    },

    async append(serverId, event) {
      await appendEvent(transaction, { topic: 'server', serverId, payload: { kind: event.kind } })
    },
  }
}

/** What its owner has changed here, no import changes back. */
async function makeTheirs(transaction: Transaction, serverId: string): Promise<void> {
  await transaction.$executeRaw`
    UPDATE graph."McpServer" SET source = 'published' WHERE id = ${serverId}::uuid AND source <> 'published'`
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
