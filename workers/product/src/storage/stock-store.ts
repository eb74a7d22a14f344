import { isErrorOf, POSTGRES_CODES, type Database, type Transaction } from '@toolgraph/database'
import {
  productNotFound,
  reservationExpired,
  reservationNotFound,
  reservationReleased,
  stockFull,
  stockShort,
} from '../catalog/errors.ts'
import { statusOf, type Reservation } from '../stock/reservation.ts'
import type { ReservationWish, StockStore } from '../stock/stock-store.ts'
import { countAvailable } from './count-available.ts'

/** What the shelf holds of one product at most. */
const MAX_STOCK = 1_000_000

/** Creates the store, on Postgres. Whoever changes what is available holds the lock of each product, in the order of their ids. */
export function createStockStore(database: Database): StockStore {
  return {
    async reserve(wish, at) {
      try {
        return await database.$transaction((tx) => reserve(tx, wish, at))
      } catch (error) {
        if (!isErrorOf(error, POSTGRES_CODES.uniqueViolation)) throw error
        // The key was used at the same moment, for other products.
        return getReservation(database, wish.subject, wish.key)
      }
    },
    confirm: (subject, key, at) => database.$transaction((tx) => confirm(tx, { subject, key, at })),
    release: (subject, key, at) => database.$transaction((tx) => release(tx, { subject, key, at })),

    async restock({ productId: id, quantity }) {
      const { count } = await database.product.updateMany({
        where: { id, stock: { lte: MAX_STOCK - quantity } },
        data: { stock: { increment: quantity } },
      })
      if (count === 1) return
      throw (await database.product.count({ where: { id } }))
        ? stockFull(id, MAX_STOCK)
        : productNotFound(id)
    },
  }
}

/** Whose reservation, and when something is done with it. */
interface Target {
  subject: string
  key: string
  at: Date
}

async function reserve(
  tx: Transaction,
  { subject, key, lines, expiresAt }: ReservationWish,
  at: Date,
): Promise<Reservation> {
  const ids = lines.map(({ productId }) => productId)
  await lockProducts(tx, ids)
  const known = await findReservation(tx, subject, key)
  if (known !== undefined) return known

  const available = await countAvailable(tx, ids, at)
  for (const { productId, quantity } of lines) {
    const units = available.get(productId)
    if (units === undefined) throw productNotFound(productId)
    if (units < quantity) throw stockShort(productId, Math.max(0, units))
  }
  await tx.productReservation.create({
    data: { subject, key, expiresAt, lines: { create: [...lines] } },
  })
  return getReservation(tx, subject, key)
}

async function confirm(tx: Transaction, { subject, key, at }: Target): Promise<Reservation> {
  const reservation = await lockReservation(tx, subject, key)
  const status = statusOf(reservation, at)
  if (status === 'confirmed') return reservation
  if (status === 'released') throw reservationReleased(key)
  if (status === 'expired') throw reservationExpired(key)

  // By a clock that is ahead of ours it had expired, and somebody else has its units now.
  const available = await countAvailable(tx, idsOf(reservation), at)
  if ([...available.values()].some((units) => units < 0)) throw reservationExpired(key)
  await moveStock(tx, reservation, -1)
  return updateReservation(tx, { subject, key }, { confirmedAt: at })
}

async function release(tx: Transaction, { subject, key, at }: Target): Promise<Reservation> {
  const reservation = await lockReservation(tx, subject, key)
  if (reservation.releasedAt !== undefined) return reservation
  if (reservation.confirmedAt !== undefined) await moveStock(tx, reservation, 1)
  return updateReservation(tx, { subject, key }, { releasedAt: at })
}

async function lockProducts(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 FROM product."Product" WHERE "id" = ANY(${[...ids]}) ORDER BY "id" FOR NO KEY UPDATE`
}

/** Locks the products of a reservation, and reads how it stands under the lock. */
async function lockReservation(
  tx: Transaction,
  subject: string,
  key: string,
): Promise<Reservation> {
  await lockProducts(tx, idsOf(await getReservation(tx, subject, key)))
  return getReservation(tx, subject, key)
}

async function moveStock(tx: Transaction, { lines }: Reservation, sign: 1 | -1): Promise<void> {
  for (const { productId: id, quantity } of lines)
    await tx.product.update({ where: { id }, data: { stock: { increment: sign * quantity } } })
}

async function updateReservation(
  tx: Transaction,
  subject_key: { subject: string; key: string },
  data: { confirmedAt: Date } | { releasedAt: Date },
): Promise<Reservation> {
  await tx.productReservation.update({ where: { subject_key }, data })
  return getReservation(tx, subject_key.subject, subject_key.key)
}

async function getReservation(
  tx: Pick<Transaction, 'productReservation'>,
  subject: string,
  key: string,
): Promise<Reservation> {
  const found = await findReservation(tx, subject, key)
  if (found === undefined) throw reservationNotFound(key)
  return found
}

async function findReservation(
  tx: Pick<Transaction, 'productReservation'>,
  subject: string,
  key: string,
): Promise<Reservation | undefined> {
  const row = await tx.productReservation.findUnique({
    where: { subject_key: { subject, key } },
    include: { lines: { orderBy: { productId: 'asc' } } },
  })
  if (row === null) return undefined
  return {
    key,
    lines: row.lines.map(({ productId, quantity }) => ({ productId, quantity })),
    expiresAt: row.expiresAt,
    confirmedAt: row.confirmedAt ?? undefined,
    releasedAt: row.releasedAt ?? undefined,
  }
}

function idsOf({ lines }: Reservation): string[] {
  return lines.map(({ productId }) => productId)
}
