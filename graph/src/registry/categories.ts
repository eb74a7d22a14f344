/** One entry of the vocabulary that servers are filed under. */
export interface Category {
  /** What a manifest, a filter and an address say. Stable across releases. */
  slug: string
  titles: { en: string; ja: string }
}

/** The whole vocabulary, in the order in which a menu shows it. */
export const CATEGORIES = [
  { slug: 'productivity', titles: { en: 'Productivity', ja: '仕事の効率化' } },
  { slug: 'project-management', titles: { en: 'Project management', ja: 'プロジェクト管理' } },
  { slug: 'communication', titles: { en: 'Communication', ja: 'コミュニケーション' } },
  { slug: 'files', titles: { en: 'Files and documents', ja: 'ファイルと文書' } },
  { slug: 'developer-tools', titles: { en: 'Developer tools', ja: '開発ツール' } },
  { slug: 'documentation', titles: { en: 'Documentation', ja: '技術ドキュメント' } },
  { slug: 'cloud', titles: { en: 'Cloud and hosting', ja: 'クラウドとホスティング' } },
  { slug: 'databases', titles: { en: 'Databases', ja: 'データベース' } },
  { slug: 'monitoring', titles: { en: 'Monitoring', ja: '監視と運用' } },
  { slug: 'security', titles: { en: 'Security', ja: 'セキュリティ' } },
  { slug: 'analytics', titles: { en: 'Analytics', ja: 'データ分析' } },
  { slug: 'ai', titles: { en: 'AI and agents', ja: 'AIとエージェント' } },
  { slug: 'web-search', titles: { en: 'Web search and scraping', ja: 'ウェブ検索と収集' } },
  { slug: 'design', titles: { en: 'Design and media', ja: 'デザインとメディア' } },
  { slug: 'marketing', titles: { en: 'Marketing and sales', ja: 'マーケティングと営業' } },
  { slug: 'commerce', titles: { en: 'Commerce and payments', ja: '販売と決済' } },
  { slug: 'finance', titles: { en: 'Finance', ja: '金融と市場' } },
  { slug: 'travel', titles: { en: 'Travel and places', ja: '旅行と場所' } },
  { slug: 'science', titles: { en: 'Research and public data', ja: '研究と公共データ' } },
  { slug: 'entertainment', titles: { en: 'Sports and entertainment', ja: 'スポーツと娯楽' } },
] as const satisfies readonly Category[]

/** A slug of the vocabulary. */
export type CategorySlug = (typeof CATEGORIES)[number]['slug']

const BY_SLUG: ReadonlyMap<string, Category> = new Map(
  CATEGORIES.map((category) => [category.slug, category]),
)

/** Tells whether the vocabulary has a slug. */
export function isCategory(slug: string): slug is CategorySlug {
  return BY_SLUG.has(slug)
}

/** Finds the titles of a category; `undefined` for a slug outside the vocabulary. */
export function findCategory(slug: string): Category | undefined {
  return BY_SLUG.get(slug)
}
