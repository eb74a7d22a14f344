import type { Database } from '@toolgraph/database'
import { PRODUCTS } from '../catalog/products.ts'

/** Puts the catalog into the tables. What is there already keeps its stock. Several processes may do so at once. */
export async function seedProducts(database: Database): Promise<void> {
  await database.product.createMany({ data: [...PRODUCTS], skipDuplicates: true })
}
