import path from 'node:path'
import {
  expectStrangersRefused,
  openEntries,
  type ListeningServer,
  type OpenEntries,
} from '@toolgraph/testing/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { product } from './server.ts'

let entries: OpenEntries

beforeAll(async () => {
  entries = await openEntries(product, path.join(import.meta.dirname, '../..'))
})
afterAll(() => entries?.close())

describe.each([
  ['Node', 'onNode', 'wall-clock', 16],
  ['workerd', 'onWorkerd', 'desk-lamp', 25],
] as const)('product over a socket on %s', (_platform, open, productId, stock) => {
  const scopes = ['product:read', 'product:write']
  let server: ListeningServer

  beforeAll(async () => {
    server = await entries[open]()
    // The timer is what fills the tables on Workers.
    await server.tick?.()
  })

  it('refuses strangers with a sound challenge', async () => {
    const tool = 'search_products'
    await expectStrangersRefused(server, entries, { tool, args: {}, scopes })
  })

  it('never sells more than there is to 40 parallel callers', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        const subject = `person-${index}`
        const token = await entries.issuer.token({ resource: entries.resource, subject, scopes })
        const wish = { key: `${productId}-1`, lines: [{ productId }] }
        return (await server.call('reserve_stock', wish, token)).text()
      }),
    )
    const endOf = (answer: string) => /"status":"\w+"|ERR_\w+/.exec(answer)?.[0] ?? answer
    expect(answers.map(endOf).toSorted()).toEqual([
      ...Array.from({ length: stock }, () => '"status":"held"'),
      ...Array.from({ length: 40 - stock }, () => 'ERR_STOCK_SHORT'),
    ])
  })
})

describe('the timer of the Worker', () => {
  it('publishes the server, and leaves the stock as it is', async () => {
    const where = { id: 'tea-canister' }
    await entries.database.product.update({ where, data: { stock: 1 } })
    const worker = await entries.onWorkerd()
    expect(await worker.tick?.()).toMatchObject({ outcome: 'ok' })
    expect(entries.published.at(-1)).toMatchObject({ name: 'dev.toolgraph/product' })
    expect(await entries.database.product.findUnique({ where })).toMatchObject({ stock: 1 })
  })
})
