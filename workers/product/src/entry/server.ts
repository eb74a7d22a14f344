import type { HouseServer } from '@toolgraph/house-server'
import type { InferTools } from '@toolgraph/worker'
import { createProductWorker } from '../app.ts'
import { createCatalogStore } from '../storage/catalog-store.ts'
import { createStockStore } from '../storage/stock-store.ts'
import { seedProducts } from '../storage/seed-products.ts'
import type { ProductEnvironment } from '../tools/environment.ts'

/** How product is run, wherever that is. */
export const product: HouseServer<
  ProductEnvironment,
  InferTools<ReturnType<typeof createProductWorker>>
> = {
  name: 'product',
  port: 4302,
  createWorker: createProductWorker,
  openEnvironment: (base, database) => ({
    ...base,
    catalog: createCatalogStore(database),
    stock: createStockStore(database),
  }),
  seed: seedProducts,
}
