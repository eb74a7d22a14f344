import { Prisma, type Database, type Transaction } from '@toolgraph/database'
import type { Ownership, Standing } from '../ownership/ownership.ts'
import type { Viewer } from '../registry/viewer.ts'
import { isUuid } from './is-uuid.ts'
import { visibleServersSql } from './visible-to.ts'

/** `Ownership.standing`: one statement, whatever is asked for. */
export async function findStanding(
  database: Database | Transaction,
  ...[viewer, reference]: Parameters<Ownership['standing']>
): Promise<Standing | undefined> {
  const [row] = await database.$queryRaw<StandingRow[]>(
    'serverId' in reference
      ? serverStandingSql(viewer, reference.serverId)
      : ownerStandingSql(viewer, reference.ownerId),
  )
  return row && toStanding(row)
}

/**
 * `RegistryEdit.findOwner`. The row is held against being deleted until the transaction ends.
 *
 * @param owner A slug or an id; without it the person's own row, made when they first need one
 */
export async function holdOwner(
  transaction: Transaction,
  viewer: Viewer,
  owner: string | undefined,
): Promise<Standing | undefined> {
  const ownerId = await holdOwnerRow(transaction, owner ?? (await ownIdOf(transaction, viewer)))
  return ownerId === undefined ? undefined : findStanding(transaction, viewer, { ownerId })
}

/**
 * Finds an owner, whoever may see it, and keeps it from being deleted until the transaction ends.
 *
 * @param owner A slug or an id
 * @returns Its id
 */
export async function holdOwnerRow(
  transaction: Transaction,
  owner: string,
): Promise<string | undefined> {
  const key = owner.toLowerCase()
  const isKey = isUuid(key) ? Prisma.sql`id = ${key}::uuid` : Prisma.sql`slug = ${key}`
  const [held] = await transaction.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM graph."McpOwner" WHERE ${isKey} AND "deletedAt" IS NULL FOR SHARE`
  return held?.id
}

async function ownIdOf(
  transaction: Transaction,
  { subject, clientId, name }: Viewer,
): Promise<string> {
  const { id } = await transaction.mcpOwner.upsert({
    where: { subject },
    create: { type: 'person', subject, name: name ?? clientId },
    update: name === undefined ? {} : { name },
    select: { id: true },
  })
  return id
}

interface StandingRow {
  name: string
  ownerId: string | null
  role: NonNullable<Standing['role']> | null
  isVisible: boolean
}

function toStanding({ name, ownerId, role, isVisible }: StandingRow): Standing {
  return { name, isVisible, ownerId: ownerId ?? undefined, role: role ?? undefined }
}

function serverStandingSql(viewer: Viewer | undefined, serverId: string): Prisma.Sql {
  return Prisma.sql`
    SELECT s.name, s."ownerId"::text AS "ownerId", ${ROLE_SQL} AS role,
      coalesce(${visibleServersSql(viewer)}, false) AS "isVisible"
    FROM graph."McpServer" s LEFT JOIN graph."McpOwner" o ON o.id = s."ownerId" ${joinMember(viewer)}
    WHERE s.id = ${serverId}::uuid`
}

function ownerStandingSql(viewer: Viewer | undefined, ownerId: string): Prisma.Sql {
  return Prisma.sql`
    SELECT o.name, o.id::text AS "ownerId", ${ROLE_SQL} AS role,
      (${ROLE_SQL} IS NOT NULL OR EXISTS (SELECT 1 FROM graph."McpServer" s
        WHERE s."ownerId" = o.id AND ${visibleServersSql(viewer)})) AS "isVisible"
    FROM graph."McpOwner" o ${joinMember(viewer)}
    WHERE o.id = ${ownerId}::uuid`
}

/** Reads `o`, the owner's row, and `m`, the viewer's as a member of it. */
const ROLE_SQL = Prisma.sql`CASE WHEN m.role IS NOT NULL THEN m.role::text WHEN m.is_owner THEN 'owner' END`

function joinMember(viewer: Viewer | undefined): Prisma.Sql {
  const subject = viewer?.subject ?? null
  return Prisma.sql`LEFT JOIN LATERAL (
    SELECT o.subject = ${subject}::text AS is_owner, (
      SELECT member.role FROM graph."McpOwnerMember" member
      WHERE member."ownerId" = o.id AND member.subject = ${subject}::text) AS role) m ON true`
}
