import { m } from '#lib/paraglide/messages.js'

const WORDS: Readonly<Record<string, () => string>> = {
  productivity: m.category_productivity,
  'project-management': m.category_project_management,
  communication: m.category_communication,
  files: m.category_files,
  'developer-tools': m.category_developer_tools,
  documentation: m.category_documentation,
  cloud: m.category_cloud,
  databases: m.category_databases,
  monitoring: m.category_monitoring,
  security: m.category_security,
  analytics: m.category_analytics,
  ai: m.category_ai,
  'web-search': m.category_web_search,
  design: m.category_design,
  marketing: m.category_marketing,
  commerce: m.category_commerce,
  finance: m.category_finance,
  travel: m.category_travel,
  science: m.category_science,
  entertainment: m.category_entertainment,
}

/** Says a category in the reader's language; one outside the vocabulary is said as it is. */
export function categoryText(slug: string): string {
  return Object.hasOwn(WORDS, slug) ? (WORDS[slug]?.() ?? slug) : slug.replaceAll('-', ' ')
}
