import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import { codeOf, expectWellSaid, NOW, openServer } from '@toolgraph/testing/server'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { PRODUCTS } from './catalog/products.ts'
import { product as server } from './entry/server.ts'

const MINUTE = 60_000
const scopes = ['product:read', 'product:write']
const open = (database: TestDatabase['database']) => openServer(server, { database, scopes })
type Product = Awaited<ReturnType<typeof open>>
type ProductClient = Awaited<ReturnType<Product['connect']>>

let test: TestDatabase
let product: Product
let aiko: ProductClient
let ben: ProductClient

beforeAll(async () => {
  test = await createTestDatabase('product')
  product = await open(test.database)
  aiko = await product.connect('aiko')
  ben = await product.connect('ben')
})
beforeEach(async () => {
  product.clock.now = NOW
  await test.database.productReservation.deleteMany()
  await test.database.product.deleteMany()
  await server.seed?.(test.database)
})
afterAll(() => test?.close())

const kettle = (quantity: number) => [{ productId: 'pour-over-kettle', quantity }]

async function availableOf(productId: string): Promise<number | undefined> {
  const { stock } = await ben.call('check_stock', { productIds: [productId] })
  return stock[0]?.available
}

async function reserve(client: ProductClient, key: string, lines = kettle(1), minutes = 15) {
  return (await client.call('reserve_stock', { key, lines, minutes })).reservation
}

describe('the manifest of product', () => {
  it('says of itself and its tools all that people, agents and forms need', () => {
    const manifest = product.worker.manifest(product.env)
    expect(manifest).toMatchObject({
      name: 'dev.toolgraph/product',
      url: 'https://product.test/mcp',
      translations: { ja: { title: '商品カタログ' } },
    })
    expectWellSaid(manifest)
  })
})

describe('search_products', () => {
  it.each([
    ['English words', { words: 'coffee FILTER' }, ['aeropress-filters']],
    ['Japanese words', { words: '水出し　ガラス' }, ['cold-brew-bottle']],
    [
      'a category and a price',
      { category: 'coffee', maxYen: 2500 },
      ['aeropress-filters', 'cold-brew-bottle'],
    ],
    ['a range', { minYen: 8600, maxYen: 9800 }, ['burr-grinder', 'rice-cooker']],
    ['what would match anything in SQL', { words: '%' }, []],
    ['what is not there', { words: 'submarine' }, []],
  ] as const)('finds by %s', async (_case, wish, ids) => {
    const { products } = await aiko.call('search_products', wish)
    expect(products.map(({ id }) => id)).toEqual(ids)
  })

  it('gives every product once, page by page', async () => {
    const ids: string[] = []
    for (let cursor: string | undefined; ;) {
      const page = await aiko.call('search_products', { limit: 7, cursor })
      ids.push(...page.products.map(({ id }) => id))
      cursor = page.nextCursor
      if (cursor === undefined) break
    }
    expect(ids).toEqual(PRODUCTS.map(({ id }) => id).toSorted())
    expect(ids).toHaveLength(24)
  })
})

describe('get_product', () => {
  it('shows a product in both languages, to a client of 2025 too', async () => {
    const older = await product.connect('aiko', { era: 'legacy' })
    const shown = await older.call('get_product', { productId: 'pour-over-kettle' })
    expect(shown.product).toMatchObject({
      name: 'Pour-over kettle',
      nameJa: 'ドリップケトル',
      priceYen: 7400,
      available: 12,
    })
  })

  it('says of an unknown one where ids come from', async () => {
    const result = await aiko.callRaw('get_product', { productId: 'submarine' })
    expect(result).toMatchObject({
      isError: true,
      _meta: { 'dev.toolgraph/code': 'ERR_PRODUCT_NOT_FOUND' },
      content: [{ text: 'Cannot find product "submarine": search_products tells the ids' }],
    })
  })
})

describe('check_stock', () => {
  it('counts what is held by anybody as gone', async () => {
    await reserve(aiko, 'order-0001', kettle(5))
    await reserve(ben, 'order-0001', kettle(4))
    expect(await availableOf('pour-over-kettle')).toBe(3)
  })
})

describe('reserve_stock', () => {
  it('holds units for a person until it expires', async () => {
    expect(await reserve(aiko, 'order-0001', kettle(12))).toEqual({
      key: 'order-0001',
      status: 'held',
      lines: kettle(12),
      expiresAt: new Date(NOW + 15 * MINUTE).toISOString(),
    })
    expect(await codeOf(reserve(ben, 'order-0002'))).toBe('ERR_STOCK_SHORT')

    product.clock.now += 15 * MINUTE
    expect(await reserve(ben, 'order-0002', kettle(12))).toMatchObject({ status: 'held' })
    expect(await reserve(aiko, 'order-0001', kettle(12))).toMatchObject({ status: 'expired' })
  })

  it('is one reservation however often it is called with a key', async () => {
    const first = await reserve(aiko, 'order-0001', kettle(2))
    product.clock.now += MINUTE
    const again = await Promise.all(
      Array.from({ length: 10 }, () => reserve(aiko, 'order-0001', kettle(2))),
    )
    expect(again).toEqual(Array.from({ length: 10 }, () => first))
    expect(await availableOf('pour-over-kettle')).toBe(10)
  })

  it('is one reservation when a new key comes twice at once', async () => {
    const lines = (productId: string) => [{ productId, quantity: 1 }]
    const both = await Promise.all([
      codeOf(reserve(aiko, 'order-0001', lines('desk-lamp'))),
      codeOf(reserve(aiko, 'order-0001', lines('wall-clock'))),
    ])
    expect(both.toSorted()).toEqual(['ERR_KEY_REUSED', 'no refusal'])
    expect(await test.database.productReservation.count()).toBe(1)
  })

  it('refuses a key that stands for something else', async () => {
    await reserve(aiko, 'order-0001', kettle(2))
    expect(await codeOf(reserve(aiko, 'order-0001', kettle(3)))).toBe('ERR_KEY_REUSED')
  })

  it('holds all lines or none', async () => {
    const lines = [...kettle(1), { productId: 'chef-knife', quantity: 10 }]
    expect(await codeOf(reserve(aiko, 'order-0001', lines))).toBe('ERR_STOCK_SHORT')
    expect(
      await codeOf(
        reserve(aiko, 'order-0001', [...kettle(1), { productId: 'submarine', quantity: 1 }]),
      ),
    ).toBe('ERR_PRODUCT_NOT_FOUND')
    expect(await availableOf('pour-over-kettle')).toBe(12)
  })

  it('counts a product that stands in two lines together', async () => {
    const two = [...kettle(7), ...kettle(6)]
    expect(await codeOf(reserve(aiko, 'order-0001', two))).toBe('ERR_STOCK_SHORT')
  })

  it('never sells more than there is to 50 parallel callers, in whatever order they name products', async () => {
    const calls = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) => {
        const lines = [...kettle(1), { productId: 'chef-knife', quantity: 1 }]
        const ordered = index % 2 ? lines : lines.toReversed()
        return reserve(index % 3 ? aiko : ben, `order-${1000 + index}`, ordered)
      }),
    )
    const refused = calls.flatMap((call) => (call.status === 'rejected' ? [call.reason.cause] : []))
    expect(refused).toEqual(Array.from({ length: 41 }, () => 'ERR_STOCK_SHORT'))
    expect(await availableOf('chef-knife')).toBe(0)
    expect(await availableOf('pour-over-kettle')).toBe(3)
  })

  it.each([
    ['no line', { lines: [] }],
    ['no unit', { lines: kettle(0) }],
    ['more units than anybody needs', { lines: kettle(101) }],
    ['a key that is too short', { key: 'a' }],
    ['a key with a NUL', { key: 'order-\u00001' }],
    ['a product with a NUL', { lines: [{ productId: 'a\u0000', quantity: 1 }] }],
    ['a day', { minutes: 1440 }],
    ['a field it does not know', { subject: 'ben' }],
  ])('refuses %s with a sentence, and holds nothing', async (_case, wrong) => {
    const wish = { key: 'order-0001', lines: kettle(1), ...wrong }
    expect(await aiko.callRaw('reserve_stock', wish)).toMatchObject({
      isError: true,
      _meta: { 'dev.toolgraph/code': 'ERR_ARGUMENTS_INVALID' },
      content: [{ text: expect.stringMatching(/^Cannot call tool "reserve_stock": /) }],
    })
    expect(await test.database.productReservation.count()).toBe(0)
  })

  it('needs product:write', async () => {
    const reader = await product.connect('aiko', { scopes: ['product:read'] })
    await expect(reserve(reader, 'order-0001')).rejects.toThrow()
    expect(await test.database.productReservation.count()).toBe(0)
  })
})

describe('confirm_reservation', () => {
  it('takes the units off the shelf once, and then it expires no more', async () => {
    await reserve(aiko, 'order-0001', kettle(5))
    const confirmed = await Promise.all(
      [1, 2, 3].map(() => aiko.call('confirm_reservation', { key: 'order-0001' })),
    )
    expect(confirmed.map(({ reservation }) => reservation.status)).toEqual(
      Array.from({ length: 3 }, () => 'confirmed'),
    )
    product.clock.now += 60 * MINUTE
    expect(await availableOf('pour-over-kettle')).toBe(7)
  })

  it('refuses what has expired, what was released, and what is not theirs', async () => {
    const confirm = (client: ProductClient, key: string) =>
      codeOf(client.call('confirm_reservation', { key }))
    await reserve(aiko, 'order-0001', kettle(5), 1)
    await reserve(aiko, 'order-0002')
    await aiko.call('release_stock', { key: 'order-0002' })
    expect(await confirm(ben, 'order-0001')).toBe('ERR_RESERVATION_NOT_FOUND')
    expect(await confirm(aiko, 'order-0002')).toBe('ERR_RESERVATION_RELEASED')
    product.clock.now += MINUTE
    expect(await confirm(aiko, 'order-0001')).toBe('ERR_RESERVATION_EXPIRED')
    expect(await availableOf('pour-over-kettle')).toBe(12)
  })

  it('refuses when, by a clock ahead of ours, somebody else has the units by now', async () => {
    await reserve(aiko, 'order-0001', kettle(12), 1)
    product.clock.now += MINUTE
    await reserve(ben, 'order-0002', kettle(12))
    product.clock.now -= MINUTE
    expect(await codeOf(aiko.call('confirm_reservation', { key: 'order-0001' }))).toBe(
      'ERR_RESERVATION_EXPIRED',
    )
    product.clock.now += MINUTE
    const { reservation } = await ben.call('confirm_reservation', { key: 'order-0002' })
    expect(reservation.status).toBe('confirmed')
  })
})

describe('release_stock', () => {
  it('gives units back once, held or confirmed', async () => {
    await reserve(aiko, 'order-0001', kettle(5))
    await reserve(aiko, 'order-0002', kettle(4))
    await aiko.call('confirm_reservation', { key: 'order-0002' })
    for (const key of ['order-0001', 'order-0002', 'order-0001', 'order-0002']) {
      const { reservation } = await aiko.call('release_stock', { key })
      expect(reservation.status).toBe('released')
    }
    expect(await availableOf('pour-over-kettle')).toBe(12)
  })

  it("does not find somebody else's", async () => {
    await reserve(aiko, 'order-0001', kettle(5))
    expect(await codeOf(ben.call('release_stock', { key: 'order-0001' }))).toBe(
      'ERR_RESERVATION_NOT_FOUND',
    )
    expect(await availableOf('pour-over-kettle')).toBe(7)
  })
})

describe('restock_product', () => {
  it('puts units on the shelf, each time as many again', async () => {
    const wish = { productId: 'chef-knife', quantity: 10 }
    expect(await aiko.call('restock_product', wish)).toEqual({
      productId: 'chef-knife',
      available: 19,
    })
    expect(await aiko.call('restock_product', wish)).toEqual({
      productId: 'chef-knife',
      available: 29,
    })
  })

  it('refuses an unknown product, and more than the shelf holds', async () => {
    const restock = (productId: string) => codeOf(aiko.call('restock_product', { productId }))
    expect(await restock('submarine')).toBe('ERR_PRODUCT_NOT_FOUND')
    await test.database.product.updateMany({ data: { stock: 1_000_000 } })
    expect(await restock('chef-knife')).toBe('ERR_STOCK_FULL')
  })
})
