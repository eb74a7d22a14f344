import { svgIcon, type HouseServerOptions } from '@toolgraph/house-server'
import { createMcpWorker } from '@toolgraph/worker'
import { addToCartTool } from './tools/add-to-cart.ts'
import { cancelOrderTool } from './tools/cancel-order.ts'
import type { OrderEnvironment } from './tools/environment.ts'
import { listOrdersTool } from './tools/list-orders.ts'
import { placeOrderTool } from './tools/place-order.ts'
import { removeFromCartTool } from './tools/remove-from-cart.ts'
import { showCartTool } from './tools/show-cart.ts'

/** Creates the order worker; the list of its tools stands here and nowhere else. */
export function createOrderWorker(options: HouseServerOptions<OrderEnvironment> = {}) {
  return createMcpWorker<OrderEnvironment>({
    name: 'dev.toolgraph/order',
    version: '0.1.0',
    title: 'Order',
    description: 'Buy in a small shop: a cart, orders, and cancelling them.',
    translations: {
      ja: { title: '注文', description: '小さな店で買い物をします。カート、注文、取り消し。' },
    },
    icons: [svgIcon('M2 3h3l3 12h10l3-9H6M9 20h.01M17 20h.01', '#8f4a06')],
    categories: ['commerce'],
    tags: ['shop', 'cart', 'orders', 'checkout'],
    url: ({ url }) => `${url}/mcp`,
    issuer: ({ issuerUrl }) => issuerUrl,
    scopes: {
      'order:read': {
        en: 'See your cart and your orders',
        ja: 'カートと注文を見る',
      },
      'order:write': {
        en: 'Change your cart, place orders and cancel them for you',
        ja: 'カートを変更し、あなたのために注文と取り消しをする',
      },
    },
    instructions:
      'The ids of products come from the product server. Fill the cart, show it to the person, then place_order. When a tool refuses with ERR_CONSENT_REQUIRED, send the person to the address that it names, and call again.',
    ...options,
  })
    .mcpTool(addToCartTool)
    .mcpTool(removeFromCartTool)
    .mcpTool(showCartTool)
    .mcpTool(placeOrderTool)
    .mcpTool(listOrdersTool)
    .mcpTool(cancelOrderTool)
}
