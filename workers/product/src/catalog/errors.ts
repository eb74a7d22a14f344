import { CodedError } from '@toolgraph/errors'

/** Why a verb of product refuses. */
export type ProductErrorCode =
  | 'ERR_PRODUCT_NOT_FOUND'
  | 'ERR_STOCK_SHORT'
  | 'ERR_STOCK_FULL'
  | 'ERR_KEY_REUSED'
  | 'ERR_RESERVATION_NOT_FOUND'
  | 'ERR_RESERVATION_EXPIRED'
  | 'ERR_RESERVATION_RELEASED'

/** A refusal that the caller can act on. */
export class ProductError extends CodedError<ProductErrorCode> {
  override readonly name = 'ProductError'
}

export function productNotFound(id: string): ProductError {
  return new ProductError(
    'ERR_PRODUCT_NOT_FOUND',
    `Cannot find product "${id}": search_products tells the ids`,
  )
}

export function stockShort(id: string, available: number): ProductError {
  return new ProductError(
    'ERR_STOCK_SHORT',
    `Cannot reserve product "${id}": ${available} can be had now, and nothing was reserved`,
  )
}

export function stockFull(id: string, most: number): ProductError {
  return new ProductError(
    'ERR_STOCK_FULL',
    `Cannot restock product "${id}": the shelf holds at most ${most}`,
  )
}

export function keyReused(key: string): ProductError {
  return new ProductError(
    'ERR_KEY_REUSED',
    `Cannot reserve with key "${key}": it stands for other products or quantities; choose a new one`,
  )
}

/** Says the same of a reservation that is somebody else's: who asks learns nothing of it. */
export function reservationNotFound(key: string): ProductError {
  return new ProductError(
    'ERR_RESERVATION_NOT_FOUND',
    `Cannot find reservation "${key}" among yours`,
  )
}

export function reservationExpired(key: string): ProductError {
  return new ProductError(
    'ERR_RESERVATION_EXPIRED',
    `Cannot confirm reservation "${key}": it has expired; reserve again with a new key`,
  )
}

export function reservationReleased(key: string): ProductError {
  return new ProductError(
    'ERR_RESERVATION_RELEASED',
    `Cannot confirm reservation "${key}": it was released; reserve again with a new key`,
  )
}
