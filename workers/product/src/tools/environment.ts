import type { ServerEnvironment } from '@toolgraph/house-server'
import type { CatalogStore } from '../catalog/catalog-store.ts'
import type { StockStore } from '../stock/stock-store.ts'

/** What the tools of product read. */
export interface ProductEnvironment extends ServerEnvironment {
  readonly catalog: CatalogStore
  readonly stock: StockStore
}
