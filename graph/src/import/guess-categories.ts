import type { CategorySlug } from '../registry/categories.ts'
import { stemEnglish } from '../search/stem-english.ts'
import { tokenize } from '../search/tokenize.ts'

const MAX_CATEGORIES = 3

/** Words, as stems are made of them, that stand for a category. */
const SIGNS: Readonly<Record<CategorySlug, string>> = {
  productivity:
    'calendar calendars note notes notion todo todoist reminder spreadsheet sheets airtable obsidian office schedule scheduling booking meeting workspace evernote',
  'project-management':
    'jira linear asana trello project projects issue issues ticket tickets kanban sprint clickup monday wrike backlog roadmap',
  communication:
    'slack discord telegram whatsapp email emails gmail outlook sms chat message messages messaging teams voice call calls phone twilio mail',
  files:
    'pdf file files document documents docx drive dropbox filesystem excel word convert converter markdown powerpoint presentation slides folder',
  'developer-tools':
    'github gitlab git code coding repository repositories developer developers ide debug debugging testing test tests ci api apis sdk framework typescript python javascript rust lint compiler build npm package packages openapi graphql terminal shell browser automation playwright postman refactor component components',
  documentation:
    'documentation docs doc reference guide guides manual library libraries wiki wikipedia',
  cloud:
    'cloud aws azure gcp kubernetes docker container containers deploy deployment deployments hosting vercel cloudflare terraform serverless infrastructure devops netlify heroku',
  databases:
    'database databases sql postgres postgresql mysql sqlite mongodb redis supabase bigquery snowflake schema query queries clickhouse neo4j vector elasticsearch prisma warehouse',
  monitoring:
    'monitoring monitor observability logs log metrics trace traces incident incidents alert alerts uptime sentry grafana datadog prometheus telemetry performance',
  security:
    'security secure vulnerability vulnerabilities secret secrets password auth authentication oauth identity encryption malware compliance threat scanner certificate guardrails audit privacy',
  analytics:
    'analytics analyze analysis dashboard dashboards statistics statistical report reports reporting insights visualization chart charts bi experiment experiments data',
  ai: 'ai llm llms agent agents memory embedding embeddings rag model models prompt prompts openai gemini claude huggingface reasoning thinking knowledge semantic',
  'web-search':
    'search scrape scraping scraper crawl crawling crawler web website websites browse fetch serp url news rss feed',
  design:
    'design figma image images video videos audio music media diagram diagrams icon icons photo photos 3d blender mermaid svg animation speech tts art color canvas logo',
  marketing:
    'marketing ads advertising campaign campaigns seo crm sales leads lead hubspot salesforce linkedin instagram facebook tiktok twitter social audience outreach newsletter',
  commerce:
    'commerce ecommerce shop shopping store product products order orders payment payments checkout stripe paypal shopify invoice invoices cart price prices pricing gift merchant subscription',
  finance:
    'finance financial stock stocks trading trade market markets crypto cryptocurrency blockchain bitcoin ethereum solana token tokens wallet wallets bank banking defi exchange accounting tax currency portfolio investment',
  travel:
    'travel hotel hotels flight flights trip weather map maps location locations geocoding places restaurant restaurants transit route routes visa timezone forecast address itinerary bus train',
  science:
    'research paper papers arxiv pubmed academic scientific science biology medical clinical health chemistry genomics drug patent patents government census economic public dataset datasets statistics parliament law legal education university',
  entertainment:
    'game games gaming sport sports football baseball golf movie movies anime film chess pokemon lego recipe recipes nba mlb spotify youtube podcast book books horoscope tarot joke',
}

const BY_STEM: ReadonlyMap<string, readonly CategorySlug[]> = indexByStem()

/**
 * Guesses what an imported server is about, as standard manifests have no categories. Each word of the texts that
 * stands for a category counts for it: words of the name and title three times, those of the description once, and each
 * word once only. Up to three categories with at least half of the best one's count are given, best first; none when
 * nothing speaks for any. A guess is only made for servers whose publisher has not said better.
 *
 * Pure: no I/O, no clock.
 */
export function guessCategories(texts: { names: string; description: string }): CategorySlug[] {
  const counts = new Map<CategorySlug, number>()
  const count = (text: string, worth: number) => {
    for (const stem of new Set(tokenize(text).flatMap(({ stem, parts }) => [stem, ...parts]))) {
      for (const slug of BY_STEM.get(stem) ?? []) counts.set(slug, (counts.get(slug) ?? 0) + worth)
    }
  }
  count(texts.names, 3)
  count(texts.description, 1)
  const best = Math.max(0, ...counts.values())
  return [...counts]
    .filter(([, worth]) => worth * 2 >= best)
    .sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))
    .slice(0, MAX_CATEGORIES)
    .map(([slug]) => slug)
}

function indexByStem(): Map<string, CategorySlug[]> {
  const byStem = new Map<string, CategorySlug[]>()
  for (const [slug, words] of entriesOf(SIGNS)) {
    for (const stem of new Set(words.split(' ').map(stemEnglish))) {
      byStem.set(stem, [...(byStem.get(stem) ?? []), slug])
    }
  }
  return byStem
}

function entriesOf<key extends string>(record: Readonly<Record<key, string>>): [key, string][] {
  // `Object.entries` forgets the keys' type; the record above has these keys and no others.
  return Object.entries(record) as [key, string][]
}
