import type { Database } from '@toolgraph/database'
import type { KeyValueStore } from '../keys/key-value-store.ts'
import { createSealer, type Secrets } from '../keys/sealer.ts'

/** Keeps key-value pairs in Postgres; values are sealed, each to its own key. */
export function createKeyValueStore(
  database: Database,
  secrets: Secrets,
  now: () => number,
): KeyValueStore {
  const table = database.authKeyValue
  const sealer = createSealer(secrets, 'storage')
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

    async setOnce(key, value, expiresAt) {
      const data = { key, value: await sealer.seal(value, key), expiresAt: expiresAt ?? null }
      await table.createMany({ data, skipDuplicates: true })
    },

    async remove(key) {
      await table.deleteMany({ where: { key } })
    },

    async replaceAll(prefix, values) {
      const sealed = await Promise.all(
        values.map(async ({ key, value, expiresAt }) => ({
          key,
          data: { value: await sealer.seal(value, key), expiresAt },
        })),
      )
      const kept = values.map(({ key }) => key)
      await database.$transaction([
        table.deleteMany({ where: { key: { startsWith: prefix, notIn: kept } } }),
        ...sealed.map(({ key, data }) =>
          table.upsert({ where: { key }, create: { key, ...data }, update: data }),
        ),
      ])
    },

    async list(prefix) {
      const rows = await table.findMany({ where: { key: { startsWith: prefix }, ...isAlive() } })
      return Promise.all(
        rows.map(async ({ key, value }) => ({ key, value: await sealer.open(value, key) })),
      )
    },

    async renewSeals() {
      let renewed = 0
      for (const { key, value } of await table.findMany({ where: isAlive() })) {
        const sealed = await sealer.renew(value, key).catch(() => undefined)
        if (sealed === undefined) continue
        // Only over what was read: another replica may have been first, or the value may be another by now.
        const { count } = await table.updateMany({ where: { key, value }, data: { value: sealed } })
        renewed += count
      }
      return renewed
    },
  }
}
