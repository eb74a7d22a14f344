import type { Database } from '@toolgraph/database'
import type { KeyValueStore } from '../keys/key-value-store.ts'
import type { Sealer } from '../keys/sealer.ts'

/** Keeps key-value pairs in Postgres; values are sealed, each to its own key. */
export function createKeyValueStore(
  database: Database,
  sealer: Sealer,
  now: () => number,
): KeyValueStore {
  const table = database.authKeyValue
  const isAlive = () => ({ OR: [{ expiresAt: null }, { expiresAt: { gt: new Date(now()) } }] })

  return {
    async find(key) {
      const row = await table.findFirst({ where: { key, ...isAlive() } })
      return row ? sealer.open(row.value, key) : undefined
    },

    async take(key) {
      const rows = await database.$queryRaw<{ value: string }[]>`
        DELETE FROM auth."AuthKeyValue"
        WHERE "key" = ${key} AND ("expiresAt" IS NULL OR "expiresAt" > ${new Date(now())})
        RETURNING "value"`
      return rows[0] && sealer.open(rows[0].value, key)
    },

    async set(key, value, expiresAt) {
      const data = { value: await sealer.seal(value, key), expiresAt: expiresAt ?? null }
      await table.upsert({ where: { key }, create: { key, ...data }, update: data })
    },

    async setOnce(key, value) {
      const sealed = await sealer.seal(value, key)
      await table.createMany({ data: { key, value: sealed }, skipDuplicates: true })
    },

    async remove(key) {
      await table.deleteMany({ where: { key } })
    },

    async list(prefix) {
      const rows = await table.findMany({ where: { key: { startsWith: prefix }, ...isAlive() } })
      return Promise.all(
        rows.map(async ({ key, value }) => ({ key, value: await sealer.open(value, key) })),
      )
    },
  }
}
