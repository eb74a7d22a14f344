import { createTestDatabase } from '@toolgraph/testing'
import { expect, it } from 'vitest'
import { SERVICES } from './index.ts'

const TABLES = {
  graph: 'graph."McpServer"',
  auth: 'auth."AuthKeyValue"',
  web: 'web."WebSession"',
  booking: 'booking."Booking"',
  product: 'product."Product"',
  order: '"order"."Order"',
  form: 'form."Form"',
} as const

it.each(SERVICES)('the role of %s reads its own schema and no other', async (service) => {
  const { database, close } = await createTestDatabase(service)

  for (const owner of SERVICES) {
    const read = database.$queryRawUnsafe(`SELECT count(*) FROM ${TABLES[owner]}`)
    if (owner === service) await expect(read).resolves.toHaveLength(1)
    else await expect(read).rejects.toThrow(/permission denied/)
  }
  await close()
})
