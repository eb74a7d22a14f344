import type { TestDatabase } from '@toolgraph/testing'
import { openServer, type Reach } from '@toolgraph/testing/server'
import { order } from '../src/entry/server.ts'
import { createFakeProduct } from './fake-product.ts'

/** Opens order in the test's process, with a shop that stands in for product. */
export async function openOrder(database: TestDatabase['database']) {
  const shops: ReturnType<typeof createFakeProduct>[] = []
  const reach: Reach = (world) => {
    const product = createFakeProduct(world)
    shops.push(product)
    return product.fetch
  }
  const scopes = ['order:read', 'order:write']
  const opened = await openServer(order, { database, scopes, reach })
  const [product] = shops
  if (product === undefined) throw new Error('The server opened no way out')
  return { ...opened, shop: product.state }
}

/** The order server of a test. */
export type OpenOrder = Awaited<ReturnType<typeof openOrder>>

/** Somebody at the order server of a test. */
export type OrderClient = Awaited<ReturnType<OpenOrder['connect']>>
