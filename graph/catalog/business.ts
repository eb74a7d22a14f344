import type { CatalogEntry } from '../src/import/catalog-entry.ts'

/** Selling, paying, and finding customers. */
export const BUSINESS: readonly CatalogEntry[] = [
  {
    name: 'com.stripe/mcp',
    version: '0.2.4',
    url: 'https://mcp.stripe.com',
    transport: 'streamable-http',
    publishedAt: '2025-10-28T22:06:18.495159Z',
    repositoryUrl: 'https://github.com/stripe/agent-toolkit',
    title: {
      en: 'Stripe',
      ja: 'Stripe',
    },
    description: {
      en: 'Work with the customers, products and payments of a Stripe account.',
      ja: 'Stripeアカウントの顧客、商品、支払いを扱います。',
    },
    categories: ['commerce', 'finance'],
    tags: ['payments', 'customers', 'billing'],
  },
  {
    name: 'com.paypal.mcp/mcp',
    version: '1.0.0',
    url: 'https://mcp.paypal.com/mcp',
    transport: 'streamable-http',
    publishedAt: '2025-10-28T19:34:19.455268Z',
    title: {
      en: 'PayPal',
      ja: 'PayPal',
    },
    description: {
      en: 'Gives an assistant the services and operations of PayPal.',
      ja: 'PayPalのサービスと各種操作をアシスタントから利用できます。',
    },
    categories: ['commerce', 'finance'],
    tags: ['payments'],
  },
  {
    name: 'com.close/close-mcp',
    version: '1.0.1',
    url: 'https://mcp.close.com/mcp',
    transport: 'streamable-http',
    publishedAt: '2025-09-22T21:07:57.60259Z',
    title: {
      en: 'Close',
      ja: 'Close',
    },
    description: {
      en: 'Keep the sales pipeline in Close, a CRM, up to date.',
      ja: 'CRM「Close」で営業案件のパイプラインを管理します。',
    },
    categories: ['marketing'],
    tags: ['crm', 'pipeline'],
  },
  {
    name: 'co.pipeboard/meta-ads-mcp',
    version: '1.0.13',
    url: 'https://mcp.pipeboard.co/meta-ads-mcp',
    transport: 'streamable-http',
    publishedAt: '2025-09-24T16:24:17.268236Z',
    title: {
      en: 'Meta Ads by Pipeboard',
      ja: 'Meta広告（Pipeboard）',
    },
    description: {
      en: 'Analyses Facebook and Meta ads, tries new ones and spends the budget better.',
      ja: 'FacebookなどMeta広告の成果を分析し、クリエイティブの検証や予算の最適化を行います。',
    },
    categories: ['marketing'],
    tags: ['advertising', 'facebook', 'instagram'],
  },
  {
    name: 'ai.tickettailor/mcp',
    version: '1.0.0',
    url: 'https://mcp.tickettailor.ai/mcp',
    transport: 'streamable-http',
    publishedAt: '2025-09-12T10:10:54.188764Z',
    title: {
      en: 'Ticket Tailor',
      ja: 'Ticket Tailor',
    },
    description: {
      en: 'For organisers of events: the box office of a Ticket Tailor account.',
      ja: 'イベント主催者向けに、Ticket Tailorのチケット販売窓口を操作します。',
    },
    categories: ['commerce', 'entertainment'],
    tags: ['events', 'tickets'],
  },
  {
    name: 'ai.explorium/mcp-explorium',
    version: '1.0.1',
    url: 'https://mcp-github-registry.explorium.ai/mcp',
    transport: 'streamable-http',
    publishedAt: '2025-11-03T13:21:46.054906Z',
    repositoryUrl: 'https://github.com/explorium-ai/mcp-explorium',
    title: {
      en: 'Explorium AgentSource',
      ja: 'Explorium AgentSource',
    },
    description: {
      en: 'Live data about companies and the people to talk to there.',
      ja: '企業とその担当者に関する最新のデータを提供します。',
    },
    categories: ['marketing', 'analytics'],
    tags: ['companies', 'contacts', 'b2b'],
  },
]
