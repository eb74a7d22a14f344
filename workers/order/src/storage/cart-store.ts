import type { Database, Transaction } from '@toolgraph/database'
import type { CartStore } from '../cart/cart-store.ts'
import type { Line } from '../orders/order.ts'

/** Creates the store, on Postgres. */
export function createCartStore(database: Database): CartStore {
  return {
    list: (subject) =>
      database.cartLine.findMany({
        where: { subject },
        select: { productId: true, quantity: true },
        orderBy: { productId: 'asc' },
      }),
    add: (subject, line) => addToCart(database, subject, line),
    async remove(subject, productId) {
      await database.cartLine.deleteMany({ where: { subject, productId } })
    },
  }
}

/** Adds units to a cart, in a transaction too. */
export async function addToCart(
  database: Pick<Transaction, 'cartLine'>,
  subject: string,
  { productId, quantity }: Line,
): Promise<void> {
  await database.cartLine.upsert({
    where: { subject_productId: { subject, productId } },
    create: { subject, productId, quantity },
    update: { quantity: { increment: quantity } },
  })
}
