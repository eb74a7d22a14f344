import type { Transaction } from '@toolgraph/database'
import {
  namespaceLimit,
  namespaceReserved,
  namespaceTaken,
  namespaceUnproven,
} from '../namespaces/errors.ts'
import {
  findGoverning,
  findProofs,
  findReserved,
  isSpecialUse,
  MAX_PROVISIONAL_NAMESPACES,
  namespaceOf,
  type ReservedNamespaces,
} from '../namespaces/namespace.ts'
import { findLookAlike } from '../namespaces/skeleton.ts'
import { mayDo } from '../ownership/permissions.ts'
import type { Viewer } from '../registry/viewer.ts'
import { findHeld } from './namespace-rows.ts'
import { holdOwner } from './owner-rows.ts'

/** A name that is about to be published. */
export interface NameToHold {
  readonly viewer: Viewer
  readonly name: string
  readonly reserved: ReservedNamespaces
}

/**
 * Finds the owner for whom a new name is published where none is given: who holds its namespace, if the viewer may
 * publish there.
 */
export async function findHolderOf(
  transaction: Transaction,
  { viewer, name }: NameToHold,
): Promise<string | undefined> {
  const namespace = namespaceOf(name)
  if (isSpecialUse(namespace)) return undefined
  const governing = findGoverning(namespace, await findHeld(transaction, namespace))
  if (!governing) return undefined
  const standing = await holdOwner(transaction, viewer, governing.ownerId)
  return mayDo(standing?.role, 'server.publish') ? governing.ownerId : undefined
}

/**
 * Takes the namespace of a name for the owner who publishes it, or finds that it is theirs.
 *
 * @param ownerId Whose the server is, or will be
 * @param isNew Whether the name is: an old one stays with its owner until somebody else has proven the namespace
 * @returns The well-known namespace that this one can be taken for, where it is new
 * @throws NamespaceError
 */
export async function holdNamespace(
  transaction: Transaction,
  { viewer, name, reserved }: NameToHold,
  { ownerId, isNew, now }: { ownerId: string; isNew: boolean; now: Date },
): Promise<{ lookAlike?: string | undefined }> {
  const namespace = namespaceOf(name)
  if (isSpecialUse(namespace)) return {}
  if (namespace.startsWith(DISPUTED)) {
    if (isNew) throw namespaceReserved(namespace)
    return {}
  }
  const held = await findHeld(transaction, namespace)
  const governing = findGoverning(namespace, held)
  const proofs = findProofs(namespace, held)
  if ([governing, ...proofs].some((row) => row?.ownerId === ownerId)) return {}
  if (governing?.isProven || (governing && isNew)) throw namespaceTaken(namespace)
  if (governing) return {}

  const subjects = findReserved(reserved, namespace)
  if (subjects?.has(viewer.subject)) return {}
  if (subjects) throw namespaceReserved(namespace)
  if (isNew) await assertClaimable(transaction, { namespace, ownerId })
  const { count } = await transaction.mcpNamespace.createMany({
    data: [{ namespace, ownerId, method: 'first_come', createdAt: now }],
    skipDuplicates: true,
  })
  // Two came first at the same moment: the other was written before us.
  if (count === 0)
    return holdNamespace(transaction, { viewer, name, reserved }, { ownerId, isNew, now })
  return { lookAlike: findLookAlike(namespace, await listWellKnown(transaction)) }
}

/** Where servers are kept that lost their name, each in a namespace of its own. */
const DISPUTED = 'disputed.'

async function assertClaimable(
  transaction: Transaction,
  { namespace, ownerId }: { namespace: string; ownerId: string },
): Promise<void> {
  const imported = await transaction.mcpServer.findFirst({
    where: { ownerId: null, nameKey: { startsWith: `${namespace}/` } },
    select: { id: true },
  })
  if (imported) throw namespaceUnproven(namespace)
  // One writer an owner: ten publications at once are ten namespaces, not nine too many.
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${ownerId}, 4))`
  const held = await transaction.mcpNamespace.count({ where: { ownerId, provenAt: null } })
  if (held >= MAX_PROVISIONAL_NAMESPACES) throw namespaceLimit(MAX_PROVISIONAL_NAMESPACES)
}

/** Names that people know, and that others could pretend to be. */
async function listWellKnown(transaction: Transaction): Promise<string[]> {
  const rows = await transaction.$queryRaw<{ namespace: string }[]>`
    SELECT DISTINCT split_part("nameKey", '/', 1) AS namespace FROM graph."McpServer"
    WHERE moderation = 'clear' AND (source = 'catalog' OR "isVerified" OR id IN (
      SELECT "mcpServerId" FROM graph."AgentConnection" WHERE status <> 'revoked'
      GROUP BY 1 HAVING count(*) >= 25))`
  return rows.map(({ namespace }) => namespace)
}
