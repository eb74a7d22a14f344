import type { Database, Prisma } from '@toolgraph/database'
import type { CatalogStore } from '../catalog/catalog-store.ts'
import { isCategory, type Category, type Product } from '../catalog/product.ts'
import { countAvailable } from './count-available.ts'

type ProductRow = NonNullable<Awaited<ReturnType<Database['product']['findFirst']>>>

/** Creates the store, on Postgres. */
export function createCatalogStore(database: Database): CatalogStore {
  const toProducts = async (rows: ProductRow[], at: Date): Promise<Product[]> => {
    const available = await countAvailable(
      database,
      rows.map(({ id }) => id),
      at,
    )
    return rows.map(({ id, name, nameJa, description, descriptionJa, category, priceYen }) => ({
      id,
      name,
      nameJa,
      description,
      descriptionJa,
      category: toCategory(category),
      priceYen,
      // Where the shop's clock was set back, more may be held than there is.
      available: Math.max(0, available.get(id) ?? 0),
    }))
  }

  return {
    async search({ words, category, minYen, maxYen, after, limit }, at) {
      const rows = await database.product.findMany({
        where: {
          AND: words.map(inText),
          ...(category === undefined ? {} : { category }),
          ...(after === undefined ? {} : { id: { gt: after } }),
          priceYen: {
            ...(minYen === undefined ? {} : { gte: minYen }),
            ...(maxYen === undefined ? {} : { lte: maxYen }),
          },
        },
        orderBy: { id: 'asc' },
        take: limit,
      })
      return toProducts(rows, at)
    },

    async findAll(ids, at) {
      const where = { id: { in: [...ids] } }
      return toProducts(await database.product.findMany({ where, orderBy: { id: 'asc' } }), at)
    },
  }
}

function inText(word: string): Prisma.ProductWhereInput {
  // To LIKE, these would stand for any text.
  const contains = word.replaceAll(/[\\%_]/g, String.raw`\$&`)
  const fields = ['name', 'nameJa', 'description', 'descriptionJa'] as const
  return { OR: fields.map((field) => ({ [field]: { contains, mode: 'insensitive' } })) }
}

function toCategory(value: string): Category {
  if (isCategory(value)) return value
  throw new TypeError(`The tables hold a product of an unknown category "${value}"`)
}
