import type { Database } from '@toolgraph/database'
import * as z from 'zod'
import type { LogoStore } from '../clients/client-logo.ts'

const rasterType = z.enum(['image/png', 'image/jpeg', 'image/webp'])

/** Keeps logos in Postgres, each once however many clients show it. */
export function createLogoStore(database: Database, now: () => number): LogoStore {
  const table = database.authClientLogo
  return {
    async find(id) {
      const row = await table.findFirst({ where: { id, expiresAt: { gt: new Date(now()) } } })
      return row ? { id, type: rasterType.parse(row.type), bytes: row.bytes } : undefined
    },

    async save({ id, type, bytes }, expiresAt) {
      await table.createMany({ data: { id, type, bytes, expiresAt }, skipDuplicates: true })
      await table.updateMany({ where: { id, expiresAt: { lt: expiresAt } }, data: { expiresAt } })
    },
  }
}
