import type { CatalogEntry } from '../src/import/catalog-entry.ts'

/** Travel, food and leisure. */
export const EVERYDAY: readonly CatalogEntry[] = [
  {
    name: 'com.zomato/mcp',
    version: '1.0.0',
    url: 'https://mcp-server.zomato.com/mcp',
    transport: 'streamable-http',
    publishedAt: '2025-09-23T13:25:48.732533Z',
    repositoryUrl: 'https://github.com/Zomato/mcp-server-manifest',
    title: {
      en: 'Zomato',
      ja: 'Zomato',
    },
    description: {
      en: 'Uses the services of Zomato for eating out and ordering in.',
      ja: 'レストラン探しや出前など、Zomatoのサービスを利用します。',
    },
    categories: ['travel', 'commerce'],
    tags: ['restaurants', 'food'],
  },
  {
    name: 'com.tableall/mcp',
    version: '1.0.0',
    url: 'https://mcp.tableall.com/sse',
    transport: 'sse',
    publishedAt: '2025-09-25T13:06:07.208445Z',
    title: {
      en: 'TABLEALL',
      ja: 'TABLEALL',
    },
    description: {
      en: 'Finds tables at the finest restaurants of Japan: search, availability, menus.',
      ja: '日本の最高峰のレストランを検索し、空席やメニューを確認できます。',
    },
    categories: ['travel'],
    tags: ['restaurants', 'japan'],
  },
  {
    name: 'com.peek/mcp',
    version: '0.1.0',
    url: 'https://mcp.peek.com',
    transport: 'streamable-http',
    publishedAt: '2025-09-10T18:22:01.353358Z',
    title: {
      en: 'Peek',
      ja: 'Peek',
    },
    description: {
      en: 'Puts a trip together from more than 300,000 experiences, with details and availability.',
      ja: '30万件以上の体験から空き状況を確かめながら旅程を組み立てます。',
    },
    categories: ['travel'],
    tags: ['experiences', 'itineraries'],
  },
  {
    name: 'so.jinko/jinko-mcp',
    version: '0.0.27',
    url: 'https://mcp-remote.jinko.so/mcp',
    transport: 'streamable-http',
    publishedAt: '2025-09-16T21:19:26.720482Z',
    repositoryUrl: 'https://github.com/jinkoso/jinko-mcp',
    title: {
      en: 'Jinko',
      ja: 'Jinko',
    },
    description: {
      en: 'Searches hotels and books them.',
      ja: 'ホテルを検索し、そのまま予約できます。',
    },
    categories: ['travel'],
    tags: ['hotels', 'booking'],
  },
  {
    name: 'com.ivisa.www/mcp',
    version: '0.0.2',
    url: 'https://www.ivisa.com/mcp',
    transport: 'streamable-http',
    publishedAt: '2025-10-30T18:49:54.925381Z',
    title: {
      en: 'iVisa',
      ja: 'iVisa',
    },
    description: {
      en: 'Says which visa and which papers a journey needs.',
      ja: '渡航先で必要なビザや書類を確認します。',
    },
    categories: ['travel'],
    tags: ['visa', 'documents'],
  },
  {
    name: 'com.pga/pga-golf',
    version: '1.0.0',
    url: 'https://mcp.pga.com/mcp',
    transport: 'streamable-http',
    publishedAt: '2025-10-17T21:37:35.455239Z',
    websiteUrl: 'https://mcp.pga.com',
    title: {
      en: 'PGA Golf',
      ja: 'PGAゴルフ',
    },
    description: {
      en: 'From the PGA: find a coach, find a place to play, get better at golf.',
      ja: 'PGA公式。コーチやプレーする場所を探し、ゴルフの上達に役立てます。',
    },
    categories: ['entertainment'],
    tags: ['golf'],
  },
  {
    name: 'io.balldontlie/mcp',
    version: '1.1.0',
    url: 'https://mcp.balldontlie.io/mcp',
    transport: 'streamable-http',
    publishedAt: '2025-09-18T00:35:55.642005Z',
    repositoryUrl: 'https://github.com/balldontlie-api/mcp',
    title: {
      en: 'BALLDONTLIE',
      ja: 'BALLDONTLIE',
    },
    description: {
      en: 'Live sports data with its analytics.',
      ja: 'スポーツのライブデータと分析を提供します。',
    },
    categories: ['entertainment', 'analytics'],
    tags: ['sports', 'statistics'],
  },
  {
    name: 'directory.brick/mcp',
    version: '2025.11.17.0708',
    url: 'https://api.brick.directory/connect',
    transport: 'streamable-http',
    publishedAt: '2025-11-17T07:08:24.337957Z',
    websiteUrl: 'https://brick.directory',
    title: {
      en: 'Brick Directory',
      ja: 'Brick Directory',
    },
    description: {
      en: 'Sets, minifigures, parts and elements of LEGO. Not affiliated with the LEGO Group.',
      ja: 'レゴのセット、ミニフィギュア、パーツの情報を調べられます。LEGOグループとは無関係です。',
    },
    categories: ['entertainment'],
    tags: ['lego', 'bricks'],
  },
]
