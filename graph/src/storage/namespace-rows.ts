import type { Prisma, Transaction } from '@toolgraph/database'
import { ancestorsOf, type Namespace } from '../namespaces/namespace.ts'

/**
 * Locks a namespace until the transaction ends: who publishes in it shares the lock of it and of those above it, who
 * proves it has it alone. So each publication comes wholly before or wholly after a proof, and so do proofs of one
 * that stands above another.
 */
export async function lockNamespace(
  transaction: Transaction,
  namespace: string,
  mode: 'shared' | 'exclusive',
): Promise<void> {
  // The topmost first, always: two who wait for each other would wait for ever.
  for (const each of ancestorsOf(namespace).toReversed())
    await transaction.$executeRaw`SELECT pg_advisory_xact_lock_shared(hashtextextended(${each}, 3))`
  if (mode === 'shared')
    await transaction.$executeRaw`SELECT pg_advisory_xact_lock_shared(hashtextextended(${namespace}, 3))`
  else
    await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${namespace}, 3))`
}

/** Finds what is held of a namespace and of those above it. */
export async function findHeld(
  transaction: Transaction,
  namespace: string,
): Promise<readonly Namespace[]> {
  const rows = await transaction.mcpNamespace.findMany({
    where: { namespace: { in: [namespace, ...ancestorsOf(namespace)] } },
  })
  return rows.map(toNamespaceRow)
}

function toNamespaceRow(row: Prisma.McpNamespaceGetPayload<object>): Namespace {
  const { namespace, ownerId, method, includesChildren, provenAt } = row
  return { namespace, ownerId, method, includesChildren, isProven: provenAt !== null }
}
