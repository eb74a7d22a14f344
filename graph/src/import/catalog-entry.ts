import type { CategorySlug } from '../registry/categories.ts'

/** A server that the project lists from the first start on. Facts from a registry, words of our own. */
export interface CatalogEntry {
  /** Registry name, as published. */
  readonly name: string
  readonly version: string
  /** The endpoint, as published. */
  readonly url: string
  readonly transport: 'streamable-http' | 'sse'
  /** When that version was published: ISO 8601. */
  readonly publishedAt: string
  readonly websiteUrl?: string
  readonly repositoryUrl?: string
  readonly title: Bilingual
  readonly description: Bilingual
  /** Best first. */
  readonly categories: readonly CategorySlug[]
  readonly tags: readonly string[]
}

/** A text in both languages of the project. */
export interface Bilingual {
  readonly en: string
  readonly ja: string
}
