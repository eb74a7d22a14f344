import path from 'node:path'
import {
  expectStrangersRefused,
  openEntries,
  type ListeningServer,
  type OpenEntries,
} from '@toolgraph/testing/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFakeProduct } from '../../test/fake-product.ts'
import { order } from './server.ts'

let entries: OpenEntries

beforeAll(async () => {
  const root = path.join(import.meta.dirname, '../..')
  entries = await openEntries(order, root, (world) => createFakeProduct(world).fetch)
})
afterAll(() => entries?.close())

describe.each([
  ['Node', 'onNode'],
  ['workerd', 'onWorkerd'],
] as const)('order over a socket on %s', (platform, open) => {
  const scopes = ['order:read', 'order:write']
  let server: ListeningServer

  beforeAll(async () => {
    server = await entries[open]()
  })

  it('refuses strangers with a sound challenge', async () => {
    await expectStrangersRefused(server, entries, { tool: 'list_orders', args: {}, scopes })
  })

  it('reaches the issuer and the shop, and orders once for calls at the same time', async () => {
    const token = await entries.issuer.token({
      resource: entries.resource,
      subject: `aiko on ${platform}`,
      scopes,
    })
    const call = async (tool: string, args: object) => (await server.call(tool, args, token)).text()
    const add = { productId: 'kettle', quantity: 1 }
    await Promise.all([add, add, add].map((line) => call('add_to_cart', line)))
    await Promise.all([1, 2, 3].map(() => call('place_order', {})))
    const orders = await call('list_orders', {})
    expect(orders.match(/"status":"\w+"/g)).toEqual(['"status":"placed"'])
    expect(orders).toContain('"totalYen":22200')
  })
})

describe('the timer of the Worker', () => {
  it('publishes the server', async () => {
    const worker = await entries.onWorkerd()
    expect(await worker.tick?.()).toMatchObject({ outcome: 'ok' })
    expect(entries.published.at(-1)).toMatchObject({ name: 'dev.toolgraph/order' })
  })
})
