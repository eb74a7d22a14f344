import type { Outside, ServerEnvironment } from '@toolgraph/house-server'
import { exchangeToken } from '@toolgraph/worker'
import { openToolClient, ToolCallError, type ToolClient } from '@toolgraph/worker/client'
import * as z from 'zod'
import { productNotFound, shopUnreachable } from '../orders/errors.ts'
import type { Buyer, Shop, UseShop } from './shop.ts'

/** Both at once: who looks at their cart is asked then, and not again when they order. */
const SCOPE = 'product:read product:write'

const HOLD_MINUTES = 15
const REQUEST_TIMEOUT_MS = 10_000

/** The tools of product that we call; what they answer is read by the schemas below. */
type ProductTools = Record<
  'get_product' | 'reserve_stock' | 'confirm_reservation' | 'release_stock',
  { input: Record<string, unknown>; output: unknown }
>

const productSchema = z.object({
  product: z.object({
    id: z.string(),
    name: z.string(),
    nameJa: z.string(),
    priceYen: z.int().min(0),
    available: z.int(),
  }),
})
const reservationSchema = z.object({
  reservation: z.object({ status: z.enum(['held', 'confirmed', 'released', 'expired']) }),
})

/** Creates the way to product: over MCP, for the person who calls, with a token of its own for that. */
export function createUseShop({ issuerUrl: issuer }: ServerEnvironment, outside: Outside): UseShop {
  const { clientSecret, urls } = outside
  const fetch = withDeadline(outside.fetch)
  const resource = `${urls.product}/mcp`
  const account = { issuer, clientId: 'order', clientSecret, fetch }

  return async ({ token: subjectToken }: Buyer, work) => {
    const token = await exchangeToken({ ...account, subjectToken, resource, scope: SCOPE })
    const client = await openToolClient<ProductTools>(resource, { token, fetch }).catch(
      (cause: unknown) => {
        throw shopUnreachable(cause)
      },
    )
    try {
      return await work(toShop(client))
    } finally {
      await client.close()
    }
  }
}

function withDeadline(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return (input, init) => {
    const deadline = AbortSignal.timeout(REQUEST_TIMEOUT_MS)
    const signal = init?.signal ? AbortSignal.any([init.signal, deadline]) : deadline
    return fetch(input, { ...init, signal })
  }
}

function toShop(client: ToolClient<ProductTools>): Shop {
  /** Answers, or the code by which product refuses; all else is as if it had not answered. */
  const ask = async (tool: keyof ProductTools, args: Record<string, unknown>) => {
    try {
      return { answer: await client.call(tool, args) }
    } catch (error) {
      if (error instanceof ToolCallError && REFUSALS.test(error.code ?? ''))
        return { refusal: error.code }
      throw shopUnreachable(error)
    }
  }
  /** Asks for a change of a reservation, and returns how it stands; `refused` where there is none. */
  const change = async (tool: keyof ProductTools, args: Record<string, unknown>) => {
    const { answer, refusal } = await ask(tool, args)
    return refusal ? 'refused' : reservationSchema.parse(answer).reservation.status
  }

  return {
    async getProduct(productId) {
      const { answer, refusal } = await ask('get_product', { productId })
      if (refusal) throw productNotFound(productId)
      return productSchema.parse(answer).product
    },
    async reserve(key, lines) {
      const wished = lines.map(({ productId, quantity }) => ({ productId, quantity }))
      const status = await change('reserve_stock', { key, lines: wished, minutes: HOLD_MINUTES })
      return status === 'held' || status === 'confirmed'
    },
    async confirm(key) {
      return (await change('confirm_reservation', { key })) === 'confirmed'
    },
    async release(key) {
      await change('release_stock', { key })
    },
  }
}

/** The codes by which product says that it cannot be, now or ever. */
const REFUSALS = /^ERR_(PRODUCT|STOCK|KEY|RESERVATION|ARGUMENTS)_/
