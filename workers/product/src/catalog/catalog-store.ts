import type { Category, Product } from './product.ts'

/** Finds products. What is available depends on the moment, as reservations expire. */
export interface CatalogStore {
  /** The products that fit, in order of their ids. */
  search(wish: ProductWish, at: Date): Promise<Product[]>
  /** The products with these ids, in order of their ids; those that there are not are left out. */
  findAll(ids: readonly string[], at: Date): Promise<Product[]>
}

/** What somebody looks for. */
export interface ProductWish {
  /** Each must stand in the name or the description, in English or Japanese. */
  words: readonly string[]
  category?: Category
  minYen?: number
  maxYen?: number
  /** Only products whose id comes after this one. */
  after?: string
  limit: number
}
