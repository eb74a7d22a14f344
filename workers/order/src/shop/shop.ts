import type { Line } from '../orders/order.ts'

/** Who buys, with the token that their application sent to us. */
export interface Buyer {
  readonly subject: string
  readonly token: string
}

/** The server `product`, as one person reaches it through us. Every call may be repeated. */
export interface Shop {
  /** @throws OrderError `ERR_PRODUCT_NOT_FOUND`, `ERR_SHOP_UNREACHABLE` */
  getProduct(id: string): Promise<Product>
  /**
   * Holds units for some minutes. A key is one reservation, however often it is asked for.
   *
   * @returns Whether they are held, or taken already
   * @throws OrderError `ERR_SHOP_UNREACHABLE`
   */
  reserve(key: string, lines: readonly Line[]): Promise<boolean>
  /**
   * Takes what is held for good.
   *
   * @returns Whether it is taken; it is not where it has expired or was released
   * @throws OrderError `ERR_SHOP_UNREACHABLE`
   */
  confirm(key: string): Promise<boolean>
  /**
   * Gives back what is held or taken.
   *
   * @throws OrderError `ERR_SHOP_UNREACHABLE`
   */
  release(key: string): Promise<void>
}

/** What the shop says of a product. */
export interface Product {
  id: string
  name: string
  nameJa: string
  /** Whole yen, tax included. */
  priceYen: number
  /** Units that can be had now. */
  available: number
}

/**
 * Opens the shop for a person, and closes it when the work is done.
 *
 * @throws ToolError `ERR_CONSENT_REQUIRED` when they have not allowed us to act for them there
 */
export type UseShop = <value>(buyer: Buyer, work: (shop: Shop) => Promise<value>) => Promise<value>
