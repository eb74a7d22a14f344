import type { CatalogStore } from './catalog-store.ts'
import { productNotFound } from './errors.ts'
import type { Product } from './product.ts'

/** What the verbs of the catalog work with. */
export interface CatalogContext {
  readonly catalog: CatalogStore
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/**
 * Gets products by their ids.
 *
 * @throws ProductError When one of them is not there
 */
export async function getProducts(
  { catalog, now }: CatalogContext,
  ids: readonly string[],
): Promise<Product[]> {
  const found = await catalog.findAll(ids, new Date(now()))
  return ids.map((id) => {
    const product = found.find((each) => each.id === id)
    if (product === undefined) throw productNotFound(id)
    return product
  })
}

/**
 * Gets a product by its id.
 *
 * @throws ProductError When it is not there
 */
export async function getProduct(context: CatalogContext, id: string): Promise<Product> {
  const [product] = await getProducts(context, [id])
  if (product === undefined) throw productNotFound(id)
  return product
}
