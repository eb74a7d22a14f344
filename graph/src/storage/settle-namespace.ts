import type { Prisma, Transaction } from '@toolgraph/database'
import { namespaceProven } from '../namespaces/errors.ts'
import { MACHINE_PREFIX } from '../namespaces/exchange-proof.ts'
import type {
  HeldNamespace,
  NamespaceStore,
  ProvenNamespace,
  Prover,
} from '../namespaces/namespace-store.ts'
import { mayDo } from '../ownership/permissions.ts'
import { ownerNotFound } from '../ownership/errors.ts'
import type { Viewer } from '../registry/viewer.ts'
import { appendAudit } from './audit-log.ts'
import { displaceServers } from './displace-servers.ts'
import { lockNamespace } from './namespace-rows.ts'
import { holdOwner, holdOwnerRow } from './owner-rows.ts'

type Row = Prisma.McpNamespaceGetPayload<object>

/** `NamespaceStore.settle`, inside a transaction. */
export async function settleNamespace(
  transaction: Transaction,
  ...[proven, prover, gone]: Parameters<NamespaceStore['settle']>
): Promise<{ ownerId: string }> {
  const { namespace } = proven
  await lockNamespace(transaction, namespace, 'exclusive')
  const row = await findRow(transaction, namespace)
  const stands = row !== null && isStanding(row, gone)
  const ownerId = await ('machine' in prover
    ? settleForMachine(transaction, { proven, prover, row, stands })
    : settleForPerson(transaction, { proven, prover, row, stands }))

  const isKept = stands && row?.ownerId === ownerId && isFurther(row, proven)
  if (!isKept) await writeRow(transaction, proven, ownerId)
  const actor = 'machine' in prover ? prover.machine.subject : prover.viewer.subject
  await displaceServers(transaction, proven, { ownerId, actor, from: row?.ownerId })
  await appendAudit(transaction, {
    actor,
    action: 'namespace.prove',
    ownerId,
    detail: {
      namespace,
      method: proven.method,
      from: row?.ownerId === ownerId ? undefined : row?.ownerId,
    },
  })
  return { ownerId }
}

/** Who holds it is held, too: with an organization that is deleted at this moment, its namespaces are. */
async function findRow(transaction: Transaction, namespace: string): Promise<Row | null> {
  const row = await transaction.mcpNamespace.findUnique({ where: { namespace } })
  return row && (await holdOwnerRow(transaction, row.ownerId)) !== undefined ? row : null
}

interface Settlement<prover> {
  proven: ProvenNamespace
  prover: prover
  row: Row | null
  /** Whether the holder's proof stands. */
  stands: boolean
}

/** Whether the holder has proven it, and that proof was not seen to be gone. */
function isStanding(row: Row, gone: HeldNamespace | undefined): boolean {
  if (row.provenAt === null) return false
  // Looked at before the lock: it counts for the holder who was looked at.
  return !(gone?.ownerId === row.ownerId && (gone.proof ?? null) === row.proof)
}

/** Whether the holder keeps a proof that goes further than the one that was shown now. */
function isFurther(row: Row, proven: ProvenNamespace): boolean {
  if (row.proof === proven.proof) return false
  return row.method === 'administrator' || (row.includesChildren && !proven.includesChildren)
}

/** A machine acts for who holds the namespace by a proof; else for an owner of the namespace's own. */
async function settleForMachine(
  transaction: Transaction,
  { proven, prover: { machine }, row, stands }: Settlement<Extract<Prover, { machine: unknown }>>,
): Promise<string> {
  // Whom the operator's word gave it to acts by themselves.
  if (row?.method === 'administrator' && proven.method !== row.method)
    throw namespaceProven(proven.namespace)
  // The same key as before, though its proof ran out meanwhile, is the holder's own.
  const isHolders =
    row !== null &&
    (stands || row.proof === proven.proof || (await hasNoPeople(transaction, row.ownerId)))
  const ownerId = isHolders ? row.ownerId : await createOwner(transaction, proven)
  await transaction.mcpOwnerMember.createMany({
    data: [{ ownerId, ...machine, role: 'publisher' }],
    skipDuplicates: true,
  })
  return ownerId
}

/** The owner of a domain that nobody has signed in for: an organization whose only members are machines. */
async function createOwner(
  transaction: Transaction,
  { namespace, domain }: ProvenNamespace,
): Promise<string> {
  const { id } = await transaction.mcpOwner.create({
    data: {
      type: 'organization',
      name: domain ?? namespace,
      slug: await freeSlug(transaction, domain ?? namespace),
    },
    select: { id: true },
  })
  return id
}

/** A word for the owner of a domain; where somebody has it already, with what makes it another. */
async function freeSlug(transaction: Transaction, name: string): Promise<string> {
  const slug = name.replaceAll(/[.-]+/g, '-').slice(0, 30).replace(/-$/, '')
  const isTaken = (await transaction.mcpOwner.count({ where: { slug } })) > 0
  return isTaken ? `${slug}-${crypto.randomUUID().slice(0, 8)}` : slug
}

async function settleForPerson(
  transaction: Transaction,
  { proven, prover, row, stands }: Settlement<Extract<Prover, { viewer: unknown }>>,
): Promise<string> {
  const { viewer, ownerId: wanted } = prover
  const holder = row && (await findHolder(transaction, viewer, row))
  if (holder && wanted === undefined && (holder.isMine || holder.hasNoPeople)) {
    if (!holder.isMine) await join(transaction, viewer, row.ownerId)
    return row.ownerId
  }
  const target = await holdOwner(transaction, viewer, wanted)
  if (!target?.ownerId) throw ownerNotFound(wanted ?? '')
  if (row && stands && row.ownerId !== target.ownerId && !holder?.isMine && !holder?.hasNoPeople)
    throw namespaceProven(proven.namespace)
  return target.ownerId
}

async function findHolder(transaction: Transaction, viewer: Viewer, { ownerId }: Row) {
  const standing = await holdOwner(transaction, viewer, ownerId)
  return {
    isMine: mayDo(standing?.role, 'namespace.prove'),
    hasNoPeople: await hasNoPeople(transaction, ownerId),
  }
}

/** Whether nobody has signed in for an owner yet: only machines act for it. */
async function hasNoPeople(transaction: Transaction, ownerId: string): Promise<boolean> {
  const people = { NOT: { subject: { startsWith: MACHINE_PREFIX } } }
  const owner = { id: ownerId, type: 'organization', members: { none: people } } as const
  return (await transaction.mcpOwner.count({ where: owner })) > 0
}

function join(transaction: Transaction, { subject, name }: Viewer, ownerId: string) {
  return transaction.mcpOwnerMember.upsert({
    where: { ownerId_subject: { ownerId, subject } },
    create: { ownerId, subject, role: 'owner', name: name ?? null },
    update: { role: 'owner' },
  })
}

async function writeRow(
  transaction: Transaction,
  proven: ProvenNamespace,
  ownerId: string,
): Promise<void> {
  const { namespace, includesChildren, method, proof, provenAt, provenUntil, checkDueAt } = proven
  const columns = {
    ownerId,
    includesChildren,
    method,
    proof,
    provenAt,
    provenUntil,
    checkDueAt: checkDueAt ?? null,
  }
  await transaction.mcpNamespace.upsert({
    where: { namespace },
    create: { ...columns, namespace, createdAt: provenAt },
    update: columns,
  })
}
