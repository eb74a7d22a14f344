import type { CatalogEntry } from '../src/import/catalog-entry.ts'

/** Asking data questions. */
export const DATA: readonly CatalogEntry[] = [
  {
    name: 'com.amplitude/mcp-server',
    version: '1.0.0',
    url: 'https://mcp.amplitude.com/mcp',
    transport: 'streamable-http',
    publishedAt: '2025-10-16T20:22:46.742037Z',
    title: {
      en: 'Amplitude',
      ja: 'Amplitude',
    },
    description: {
      en: 'Search your Amplitude data and draw insights from it.',
      ja: 'Amplitudeに蓄積したデータを検索し、洞察を引き出します。',
    },
    categories: ['analytics'],
    tags: ['product-analytics', 'events'],
  },
  {
    name: 'app.thoughtspot/mcp-server',
    version: '1.0.1',
    url: 'https://agent.thoughtspot.app/mcp',
    transport: 'streamable-http',
    publishedAt: '2025-09-17T20:15:17.362825Z',
    repositoryUrl: 'https://github.com/thoughtspot/mcp-server',
    title: {
      en: 'ThoughtSpot',
      ja: 'ThoughtSpot',
    },
    description: {
      en: 'Put questions to your data through ThoughtSpot.',
      ja: 'ThoughtSpotを通じて、自社のデータに質問を投げかけられます。',
    },
    categories: ['analytics', 'databases'],
    tags: ['business-intelligence'],
  },
  {
    name: 'com.keboola/mcp',
    version: '1.32.4',
    url: 'https://mcp.us-east4.gcp.keboola.com/mcp',
    transport: 'streamable-http',
    publishedAt: '2025-11-21T11:10:27.619183Z',
    repositoryUrl: 'https://github.com/keboola/mcp-server',
    title: {
      en: 'Keboola',
      ja: 'Keboola',
    },
    description: {
      en: 'Shows an assistant the data, transformations and SQL queries that you keep in Keboola.',
      ja: 'Keboolaのデータや変換処理、SQLクエリをアシスタントから利用できるようにします。',
    },
    categories: ['analytics', 'databases'],
    tags: ['sql', 'pipelines'],
  },
  {
    name: 'com.timeslope/timeslope-mcp',
    version: '0.1.0',
    url: 'https://mcp.timeslope.com/mcp',
    transport: 'streamable-http',
    publishedAt: '2025-09-11T18:16:25.262687Z',
    title: {
      en: 'Timeslope',
      ja: 'Timeslope',
    },
    description: {
      en: 'Research economic data from FRED, the database of the Federal Reserve.',
      ja: '米連邦準備制度の経済統計データベースFREDを使って調査します。',
    },
    categories: ['finance', 'science'],
    tags: ['economics', 'statistics'],
  },
  {
    name: 'net.gepuro.mcp-company-lens-v1/company-lens-mcp-registry',
    version: '1.0.0',
    url: 'https://mcp-company-lens-v1.gepuro.net/mcp',
    transport: 'streamable-http',
    publishedAt: '2025-09-13T02:14:01.922166Z',
    repositoryUrl: 'https://github.com/gepuro/company-lens-mcp-registry',
    title: {
      en: 'Company Lens',
      ja: 'Company Lens',
    },
    description: {
      en: 'Searches a database of Japanese companies.',
      ja: '日本の企業データベースを検索します。',
    },
    categories: ['finance', 'science'],
    tags: ['japan', 'companies'],
  },
  {
    name: 'org.aquaview/aquaview-mcp',
    version: '0.2.0',
    url: 'https://mcp.aquaview.org/mcp',
    transport: 'streamable-http',
    publishedAt: '2025-10-31T00:14:26.751185Z',
    title: {
      en: 'AQUAVIEW',
      ja: 'AQUAVIEW',
    },
    description: {
      en: 'Finds data about oceans and the environment from all over the world.',
      ja: '世界中の海洋・環境データを検索して利用できます。',
    },
    categories: ['science'],
    tags: ['ocean', 'environment'],
  },
  {
    name: 'com.blockscout/mcp-server',
    version: '0.11.0',
    url: 'https://mcp.blockscout.com/mcp',
    transport: 'streamable-http',
    publishedAt: '2025-09-25T03:53:22.145546Z',
    repositoryUrl: 'https://github.com/blockscout/mcp-server',
    title: {
      en: 'Blockscout',
      ja: 'Blockscout',
    },
    description: {
      en: 'Looks into blockchains with the Blockscout explorer.',
      ja: 'ブロックチェーンエクスプローラーBlockscoutの情報を調べます。',
    },
    categories: ['finance'],
    tags: ['blockchain', 'explorer'],
  },
]
