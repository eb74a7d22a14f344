import type { Transaction } from '@toolgraph/database'
import { namespaceOf } from '../namespaces/namespace.ts'
import { toNameKey } from '../registry/server.ts'
import { lockNamespace } from './namespace-rows.ts'

/**
 * Locks names, and the servers that they stand for, until the transaction ends: whatever writes a server and its
 * versions begins with it, in whichever order it writes them. In one order, so that two who rename servers into each
 * other's names never wait for each other.
 */
export async function lockNames(transaction: Transaction, names: readonly string[]): Promise<void> {
  const nameKeys = names.map(toNameKey)
  const former = await transaction.mcpServerAlias.findMany({
    where: { nameKey: { in: nameKeys } },
    select: { server: { select: { nameKey: true } } },
  })
  const all = new Set([...nameKeys, ...former.map(({ server }) => server.nameKey)])
  for (const key of [...all].sort())
    await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 1))`
  for (const namespace of [...new Set(names.map(namespaceOf))].sort())
    await lockNamespace(transaction, namespace, 'shared')
}
