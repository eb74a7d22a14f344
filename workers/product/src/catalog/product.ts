/** What the shop is divided into. */
export const CATEGORIES = ['kitchen', 'coffee', 'stationery', 'home', 'garden', 'travel'] as const

/** One of the parts of the shop. */
export type Category = (typeof CATEGORIES)[number]

/** The same in Japanese. */
export const CATEGORIES_JA: Readonly<Record<Category, string>> = {
  kitchen: 'キッチン',
  coffee: 'コーヒー',
  stationery: '文房具',
  home: 'インテリア',
  garden: 'ガーデニング',
  travel: '旅行',
}

/** Something that is sold. */
export interface Product {
  id: string
  name: string
  nameJa: string
  description: string
  descriptionJa: string
  category: Category
  /** Whole yen, tax included. */
  priceYen: number
  /** Units that can be had now: on the shelf, and held by nobody. */
  available: number
}

/** Narrows what the tables say to a category we know. */
export function isCategory(value: string): value is Category {
  return CATEGORIES.some((category) => category === value)
}
