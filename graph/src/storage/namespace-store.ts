import type { Database, Transaction } from '@toolgraph/database'
import * as z from 'zod'
import type { DueNamespace, NamespaceStore, ProofCheck } from '../namespaces/namespace-store.ts'
import { permissionSchema } from '../namespaces/registry-grant.ts'
import { toJson } from './json.ts'
import { notifyOwner } from './notify-owner.ts'
import { refreshSearchDocuments } from './search-documents.ts'
import { settleNamespace } from './settle-namespace.ts'

/** A namespace with many servers takes its time. */
const SETTLE_TIMEOUT_MS = 20_000

/** Creates the store of namespaces on Prisma: the only implementation. */
export function createNamespaceStore(database: Database): NamespaceStore {
  return {
    async find(namespace) {
      const row = await database.mcpNamespace.findUnique({ where: { namespace } })
      if (!row) return undefined
      const { ownerId, method, proof, provenUntil } = row
      return { ownerId, method, proof: proof ?? undefined, provenUntil: provenUntil ?? undefined }
    },

    settle: (...settlement) =>
      database.$transaction((transaction) => settleNamespace(transaction, ...settlement), {
        timeout: SETTLE_TIMEOUT_MS,
        maxWait: SETTLE_TIMEOUT_MS,
      }),

    async keepGrant(hash, { subject, audience, permissions, expiresAt }) {
      const data = { hash, subject, audience, permissions: toJson(permissions), expiresAt }
      await database.registryToken.create({ data })
    },

    async findGrant(hash, now) {
      const row = await database.registryToken.findFirst({
        where: { hash, expiresAt: { gt: now } },
      })
      if (!row) return undefined
      const { subject, audience, permissions, expiresAt } = row
      return {
        subject,
        audience,
        expiresAt,
        permissions: z.array(permissionSchema).parse(permissions),
      }
    },

    claimDue: ({ now, again, limit }) => database.$queryRaw<DueNamespace[]>`
      UPDATE graph."McpNamespace" n SET "checkDueAt" = ${again}
      FROM (SELECT namespace FROM graph."McpNamespace"
        WHERE "checkDueAt" <= ${now} AND method IN ('dns', 'http') AND proof IS NOT NULL AND "provenUntil" IS NOT NULL
        ORDER BY "checkDueAt" LIMIT ${limit} FOR UPDATE SKIP LOCKED) due
      WHERE n.namespace = due.namespace
      RETURNING n.namespace, n.method::text AS method, n.proof, n."provenUntil"`,

    recordCheck: (check) => database.$transaction((transaction) => recordCheck(transaction, check)),

    async tidy(now) {
      await database.$transaction((transaction) => settleAges(transaction, now), {
        timeout: SETTLE_TIMEOUT_MS,
      })
      await database.registryToken.deleteMany({ where: { expiresAt: { lte: now } } })
      await database.throttle.deleteMany({ where: { expiresAt: { lte: now } } })
    },
  }
}

async function recordCheck(
  transaction: Transaction,
  { namespace, proof, provenUntil, checkDueAt, isNewlyGone }: ProofCheck,
): Promise<void> {
  const [row] = await transaction.mcpNamespace.updateManyAndReturn({
    where: { namespace, proof, provenAt: { not: null } },
    data: { provenUntil, checkDueAt },
    select: { ownerId: true },
  })
  if (!row || !isNewlyGone) return
  const payload = { namespace, provenUntil }
  await notifyOwner(transaction, row.ownerId, { kind: 'proof_gone', payload })
}

/** Ends proofs whose time is over, which their owners are told, and gives what was imported into proven namespaces to their owners. */
async function settleAges(transaction: Transaction, now: Date): Promise<void> {
  const unverified = await transaction.$queryRaw<{ id: string }[]>`
    SELECT s.id::text FROM graph."McpServer" s
    JOIN graph."McpNamespace" n ON n."ownerId" = s."ownerId"
    WHERE s."isVerified" AND n."provenUntil" <= ${now}`
  const ended = await transaction.mcpNamespace.updateManyAndReturn({
    where: { provenUntil: { lte: now } },
    data: ENDED,
    select: { namespace: true, ownerId: true },
  })
  for (const { namespace, ownerId } of ended)
    await notifyOwner(transaction, ownerId, { kind: 'proof_lapsed', payload: { namespace } })
  const adopted = await adoptImported(transaction)
  // A proof has weight in search.
  const changed = new Set([...unverified, ...adopted].map(({ id }) => id))
  await refreshSearchDocuments(transaction, [...changed])
}

/** By names, not by pairs: most of ten thousand servers that nobody owns are in a namespace that nobody has proven. */
function adoptImported(transaction: Transaction): Promise<{ id: string }[]> {
  return transaction.$queryRaw<{ id: string }[]>`
    WITH orphan AS MATERIALIZED (
      SELECT id, split_part("nameKey", '/', 1) AS namespace
      FROM graph."McpServer" WHERE "ownerId" IS NULL
    ), governed AS (
      SELECT known.namespace, governing."ownerId"
      FROM (SELECT DISTINCT namespace, string_to_array(namespace, '.') AS labels FROM orphan) known
      CROSS JOIN LATERAL (
        SELECT n."ownerId" FROM graph."McpNamespace" n
        WHERE n."provenAt" IS NOT NULL AND (n."includesChildren" OR n.namespace = known.namespace)
          AND n.namespace = ANY(ARRAY(SELECT array_to_string(known.labels[1:size], '.')
            FROM generate_series(1, cardinality(known.labels)) size))
        ORDER BY length(n.namespace) DESC LIMIT 1
      ) governing
    )
    UPDATE graph."McpServer" s SET "ownerId" = g."ownerId"
    FROM orphan o JOIN governed g USING (namespace)
    WHERE s.id = o.id AND s."ownerId" IS NULL
    RETURNING s.id::text`
}

/** The namespace stays with its owner, provisionally: who proves it next has it. What proved it is kept in mind. */
const ENDED = {
  method: 'first_come',
  includesChildren: false,
  provenAt: null,
  provenUntil: null,
  checkDueAt: null,
} as const
