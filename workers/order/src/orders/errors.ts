import { CodedError } from '@toolgraph/errors'

/** Why a verb of order refuses. */
export type OrderErrorCode =
  | 'ERR_CART_EMPTY'
  | 'ERR_CART_FULL'
  | 'ERR_CART_CHANGED'
  | 'ERR_PRODUCT_NOT_FOUND'
  | 'ERR_STOCK_SHORT'
  | 'ERR_SHOP_UNREACHABLE'
  | 'ERR_ORDER_NOT_FOUND'

/** A refusal that the caller can act on. */
export class OrderError extends CodedError<OrderErrorCode> {
  override readonly name = 'OrderError'
}

export function cartEmpty(): OrderError {
  return new OrderError(
    'ERR_CART_EMPTY',
    'Cannot place an order: the cart is empty; list_orders tells what was ordered already',
  )
}

export function cartFull(lines: number, units: number): OrderError {
  return new OrderError(
    'ERR_CART_FULL',
    `Cannot add to the cart: it holds at most ${lines} products, and ${units} units of each`,
  )
}

export function cartChanged(): OrderError {
  return new OrderError(
    'ERR_CART_CHANGED',
    'Cannot place an order: the cart changed meanwhile; look at show_cart and list_orders first',
  )
}

export function productNotFound(id: string): OrderError {
  return new OrderError(
    'ERR_PRODUCT_NOT_FOUND',
    `Cannot find product "${id}" in the shop: remove_from_cart takes it out of the cart`,
  )
}

export function stockShort(): OrderError {
  return new OrderError(
    'ERR_STOCK_SHORT',
    'Cannot place the order: not all of it can be had now; it is in the cart again, and show_cart tells how many there are',
  )
}

export function shopUnreachable(cause: unknown): OrderError {
  return new OrderError(
    'ERR_SHOP_UNREACHABLE',
    'Cannot reach the shop now: call again later, which goes on where this ended',
    { cause },
  )
}

/** Says the same of an order that is somebody else's: who asks learns nothing of it. */
export function orderNotFound(id: string): OrderError {
  return new OrderError('ERR_ORDER_NOT_FOUND', `Cannot find order "${id}" among yours`)
}
