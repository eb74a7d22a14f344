import type { CatalogEntry } from '../src/import/catalog-entry.ts'

/** Pictures, video and sound. */
export const MEDIA: readonly CatalogEntry[] = [
  {
    name: 'com.mux/mcp',
    version: '12.8.0',
    url: 'https://mcp.mux.com',
    transport: 'streamable-http',
    publishedAt: '2025-09-18T20:19:27.742689Z',
    repositoryUrl: 'https://github.com/muxinc/mux-node-sdk',
    title: {
      en: 'Mux',
      ja: 'Mux',
    },
    description: {
      en: 'The official server for Mux, the API for video.',
      ja: '動画向けAPIを提供するMuxの公式サーバー。',
    },
    categories: ['design', 'developer-tools'],
    tags: ['video', 'streaming'],
  },
  {
    name: 'io.twelvelabs/twelvelabs-mcp-server',
    version: '1.0.1',
    url: 'https://mcp.twelvelabs.io',
    transport: 'streamable-http',
    publishedAt: '2025-11-17T14:11:53.688463Z',
    websiteUrl: 'https://twelvelabs.io',
    title: {
      en: 'TwelveLabs',
      ja: 'TwelveLabs',
    },
    description: {
      en: 'Indexes videos, searches in them and analyses them.',
      ja: '動画を索引化し、内容の検索や分析を行います。',
    },
    categories: ['design', 'ai'],
    tags: ['video', 'embeddings'],
  },
  {
    name: 'com.epidemicsound/mcp-server',
    version: '1.0.0',
    url: 'https://www.epidemicsound.com/a/mcp-server/mcp',
    transport: 'streamable-http',
    publishedAt: '2025-10-07T13:15:06.928079Z',
    websiteUrl: 'https://www.epidemicsound.com',
    title: {
      en: 'Epidemic Sound',
      ja: 'Epidemic Sound',
    },
    description: {
      en: 'Finds music and sound at Epidemic Sound.',
      ja: 'Epidemic Soundの音楽や効果音を探します。',
    },
    categories: ['design'],
    tags: ['music', 'sound-effects'],
  },
  {
    name: 'com.streamlinehq/mcp',
    version: '1.0.0',
    url: 'https://public-api.streamlinehq.com/mcp',
    transport: 'streamable-http',
    publishedAt: '2025-10-23T19:42:49.484962Z',
    repositoryUrl: 'https://github.com/webalys-hq/streamline-mcp-server',
    title: {
      en: 'Streamline',
      ja: 'Streamline',
    },
    description: {
      en: 'Search the Streamline library and download its assets as PNG or SVG.',
      ja: 'Streamlineの素材を検索し、PNGやSVG形式でダウンロードします。',
    },
    categories: ['design'],
    tags: ['icons', 'illustrations', 'svg'],
  },
]
