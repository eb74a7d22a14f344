import { obtainToken, untilRegistered } from '@toolgraph/testing'
import { createPerson } from '@toolgraph/testing/person'
import { startToolgraph, type RunningToolgraph } from '@toolgraph/testing/processes'
import { openToolClient, type InferTools, type ToolClient } from '@toolgraph/worker/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { createOrderWorker } from '../src/app.ts'

/** What of product the test looks at. */
interface ProductTools {
  check_stock: { input: { productIds: string[] }; output: { stock: { available: number }[] } }
}
type OrderTools = InferTools<ReturnType<typeof createOrderWorker>>

const person = createPerson({ email: 'aiko@demo.example', password: 'toolgraph-demo' })
const productId = 'pour-over-kettle'

let toolgraph: RunningToolgraph
let order: ToolClient<OrderTools>
let product: ToolClient<ProductTools & Record<string, { input: unknown; output: unknown }>>

beforeAll(async () => {
  const replicas = { product: 1, order: 1, booking: 0, 'agent-web': 0 }
  toolgraph = await startToolgraph({ replicas })
  const { auth: issuer, graph, order: orderUrl, product: productUrl } = toolgraph.urls
  const connect = async (url: string, scopes: string[]) => {
    const resource = `${url}/mcp`
    await untilRegistered(graph, resource)
    const token = await obtainToken({ issuer, resource, scopes, person })
    return { resource, token }
  }
  const atOrder = await connect(orderUrl, ['order:read', 'order:write'])
  const atProduct = await connect(productUrl, ['product:read'])
  order = await openToolClient(atOrder.resource, atOrder)
  product = await openToolClient(atProduct.resource, atProduct)
})
afterAll(async () => {
  await order?.close()
  await product?.close()
  await toolgraph?.stop()
})

async function available(): Promise<number | undefined> {
  const { stock } = await product.call('check_stock', { productIds: [productId] })
  return stock[0]?.available
}

describe('somebody who buys, with a real issuer, product and order', () => {
  it('allows order to act at product, orders, and gives the stock back', async () => {
    const before = (await available()) ?? 0
    await order.call('add_to_cart', { productId, quantity: 3 })

    const refused = await order.callRaw('place_order')
    expect(refused._meta).toMatchObject({ 'dev.toolgraph/code': 'ERR_CONSENT_REQUIRED' })
    const { consent_uri: address } = Object(refused._meta?.['dev.toolgraph/details'])
    expect(await available()).toBe(before)

    await person.authorize(String(address), `${toolgraph.urls.auth}/delegation/done`)
    expect(person.consents.at(-1)).toContain('Allow Order to act for you at')

    const shown = await order.call('show_cart', {})
    const { order: placed } = await order.call('place_order', {})
    expect(placed).toMatchObject({ status: 'placed', totalYen: shown.totalYen })
    expect(await available()).toBe(before - 3)

    const { order: cancelled } = await order.call('cancel_order', { orderId: placed.id })
    expect(cancelled.status).toBe('cancelled')
    expect(await available()).toBe(before)
  })
})
