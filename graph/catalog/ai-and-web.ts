import type { CatalogEntry } from '../src/import/catalog-entry.ts'

/** Models, agents, and the web they read. */
export const AI_AND_WEB: readonly CatalogEntry[] = [
  {
    name: 'co.huggingface/hf-mcp-server',
    version: '0.2.33',
    url: 'https://huggingface.co/mcp?login',
    transport: 'streamable-http',
    publishedAt: '2025-10-22T10:55:52.98995Z',
    title: {
      en: 'Hugging Face',
      ja: 'Hugging Face',
    },
    description: {
      en: 'The Hugging Face Hub, and thousands of Gradio applications.',
      ja: 'Hugging Face Hubと、数多くのGradioアプリケーションにつながります。',
    },
    categories: ['ai'],
    tags: ['models', 'datasets', 'gradio'],
  },
  {
    name: 'ai.exa/exa',
    version: '3.1.0',
    url: 'https://mcp.exa.ai/mcp',
    transport: 'streamable-http',
    publishedAt: '2025-11-20T18:00:55.174988Z',
    repositoryUrl: 'https://github.com/exa-labs/exa-mcp-server',
    title: {
      en: 'Exa',
      ja: 'Exa',
    },
    description: {
      en: 'Fast web search and crawling, with a tool of its own for code.',
      ja: '高速なウェブ検索とクロールを行います。コード専用の検索ツールも備えています。',
    },
    categories: ['web-search', 'developer-tools'],
    tags: ['search', 'crawling', 'code'],
  },
  {
    name: 'io.github.perplexityai/mcp-server',
    version: '0.5.1',
    url: 'https://mcp.perplexity.ai/mcp',
    transport: 'streamable-http',
    publishedAt: '2025-11-21T14:13:11.796856Z',
    title: {
      en: 'Perplexity',
      ja: 'Perplexity',
    },
    description: {
      en: 'Searches the web as it is now, researches and reasons, through the API of Perplexity.',
      ja: 'PerplexityのAPIを通じて、最新のウェブ検索、調査、推論を行います。',
    },
    categories: ['web-search', 'ai'],
    tags: ['search', 'research'],
  },
  {
    name: 'com.apify/apify-mcp-server',
    version: '0.4.15',
    url: 'https://mcp.apify.com/',
    transport: 'streamable-http',
    publishedAt: '2025-09-19T13:48:15.323674Z',
    repositoryUrl: 'https://github.com/apify/apify-mcp-server',
    title: {
      en: 'Apify',
      ja: 'Apify',
    },
    description: {
      en: 'A marketplace of tools that scrape websites and extract data.',
      ja: 'ウェブスクレイピングやデータ抽出のツールがそろうマーケットプレイスを利用できます。',
    },
    categories: ['web-search', 'developer-tools'],
    tags: ['scraping', 'data-extraction'],
  },
]
