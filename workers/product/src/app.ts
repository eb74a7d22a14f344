import { svgIcon, type HouseServerOptions } from '@toolgraph/house-server'
import { createMcpWorker } from '@toolgraph/worker'
import { checkStockTool } from './tools/check-stock.ts'
import { confirmReservationTool } from './tools/confirm-reservation.ts'
import type { ProductEnvironment } from './tools/environment.ts'
import { getProductTool } from './tools/get-product.ts'
import { releaseStockTool } from './tools/release-stock.ts'
import { reserveStockTool } from './tools/reserve-stock.ts'
import { restockProductTool } from './tools/restock-product.ts'
import { searchProductsTool } from './tools/search-products.ts'

/** Creates the product worker; the list of its tools stands here and nowhere else. */
export function createProductWorker(options: HouseServerOptions<ProductEnvironment> = {}) {
  return createMcpWorker<ProductEnvironment>({
    name: 'dev.toolgraph/product',
    version: '0.1.0',
    title: 'Product',
    description: 'A small shop: its catalog, its prices, and what is in stock.',
    translations: {
      ja: { title: '商品カタログ', description: '小さな店の商品、価格、在庫を調べます。' },
    },
    icons: [svgIcon('M3 3h9l9 9-9 9-9-9zM7.5 7.5h.01', '#0d6845')],
    categories: ['commerce'],
    tags: ['shop', 'catalog', 'products', 'stock', 'inventory'],
    url: ({ url }) => `${url}/mcp`,
    issuer: ({ issuerUrl }) => issuerUrl,
    scopes: {
      'product:read': {
        en: 'See products, prices and what is in stock',
        ja: '商品、価格、在庫を見る',
      },
      'product:write': {
        en: 'Reserve products for you, and change what is in stock',
        ja: 'あなたのために商品を取り置き、在庫を変更する',
      },
    },
    instructions:
      'Find product ids with search_products. Reserve with a new key, then confirm_reservation or release_stock by that key.',
    ...options,
  })
    .mcpTool(searchProductsTool)
    .mcpTool(getProductTool)
    .mcpTool(checkStockTool)
    .mcpTool(reserveStockTool)
    .mcpTool(confirmReservationTool)
    .mcpTool(releaseStockTool)
    .mcpTool(restockProductTool)
}
