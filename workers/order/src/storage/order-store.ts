import { isErrorOf, POSTGRES_CODES, type Database, type Transaction } from '@toolgraph/database'
import { cartChanged } from '../orders/errors.ts'
import type { Order, OrderStatus } from '../orders/order.ts'
import type { NewOrder, OrderStore } from '../orders/order-store.ts'
import { addToCart } from './cart-store.ts'

/** As the partial index in the migration has it. */
const BEGUN: OrderStatus[] = ['pending', 'reserved']

const include = { lines: { orderBy: { productId: 'asc' } } } as const

/** Creates the store, on Postgres. */
export function createOrderStore(database: Database): OrderStore {
  const get = async (id: string): Promise<Order> =>
    toOrder(await database.order.findUniqueOrThrow({ where: { id }, include }))

  return {
    async findBegun(subject) {
      const where = { subject, status: { in: BEGUN } }
      const row = await database.order.findFirst({ where, include })
      return row === null ? undefined : toOrder(row)
    },

    async begin(order) {
      try {
        return await database.$transaction((tx) => begin(tx, order))
      } catch (error) {
        if (!isErrorOf(error, POSTGRES_CODES.uniqueViolation)) throw error
        const begun = await this.findBegun(order.subject)
        if (begun === undefined) throw cartChanged()
        return begun
      }
    },

    async advance(order, to, at) {
      await move(database, order, to, at)
      return get(order.id)
    },

    async abandon(order, at) {
      await database.$transaction(async (tx) => {
        const subject = await move(tx, order, 'cancelled', at)
        if (subject === undefined) return
        for (const line of order.lines) await addToCart(tx, subject, line)
      })
      return get(order.id)
    },

    async findOwn(subject, id) {
      const row = await database.order.findUnique({ where: { id, subject }, include })
      return row === null ? undefined : toOrder(row)
    },

    async listOwn({ subject, before, limit }) {
      const rows = await database.order.findMany({
        where: { subject, ...(before === undefined ? {} : { id: { lt: before } }) },
        include,
        orderBy: { id: 'desc' },
        take: limit,
      })
      return rows.map(toOrder)
    },
  }
}

async function begin(tx: Transaction, { lines, ...order }: NewOrder): Promise<Order> {
  const row = await tx.order.create({ data: { ...order, lines: { create: [...lines] } }, include })
  const inCart = lines.map(({ productId, quantity }) => ({ productId, quantity }))
  const { count } = await tx.cartLine.deleteMany({
    where: { subject: order.subject, OR: inCart },
  })
  if (count !== lines.length) throw cartChanged()
  return toOrder(row)
}

/** Returns whose order it is, or `undefined` when another call has moved it. */
async function move(
  database: Pick<Transaction, 'order'>,
  { id, status }: Order,
  to: OrderStatus,
  at: Date,
): Promise<string | undefined> {
  const [moved] = await database.order.updateManyAndReturn({
    where: { id, status },
    data: {
      status: to,
      ...(to === 'placed' && { placedAt: at }),
      ...(to === 'cancelled' && { cancelledAt: at }),
    },
    select: { subject: true },
  })
  return moved?.subject
}

type OrderRow = Awaited<ReturnType<Database['order']['findFirstOrThrow']>> & Pick<Order, 'lines'>

function toOrder({ id, status, lines, createdAt, placedAt, cancelledAt }: OrderRow): Order {
  return {
    id,
    status,
    lines: lines.map(({ productId, name, nameJa, priceYen, quantity }) => ({
      productId,
      name,
      nameJa,
      priceYen,
      quantity,
    })),
    createdAt,
    placedAt: placedAt ?? undefined,
    cancelledAt: cancelledAt ?? undefined,
  }
}
