import type { HouseServer } from '@toolgraph/house-server'
import type { InferTools } from '@toolgraph/worker'
import { createOrderWorker } from '../app.ts'
import { createUseShop } from '../shop/create-use-shop.ts'
import { createCartStore } from '../storage/cart-store.ts'
import { createOrderStore } from '../storage/order-store.ts'
import type { OrderEnvironment } from '../tools/environment.ts'

/** How order is run, wherever that is. */
export const order: HouseServer<
  OrderEnvironment,
  InferTools<ReturnType<typeof createOrderWorker>>
> = {
  name: 'order',
  port: 4303,
  calls: { product: 4302 },
  createWorker: createOrderWorker,
  openEnvironment: (base, database, outside) => ({
    ...base,
    carts: createCartStore(database),
    orders: createOrderStore(database),
    useShop: createUseShop(base, outside),
  }),
}
