import type { CatalogEntry } from '../src/import/catalog-entry.ts'

/** Running systems and keeping them safe. */
export const OPERATIONS: readonly CatalogEntry[] = [
  {
    name: 'com.newrelic/mcp-server',
    version: '0.1.0',
    url: 'https://mcp.newrelic.com/mcp',
    transport: 'streamable-http',
    publishedAt: '2025-10-28T12:41:00.264589Z',
    title: {
      en: 'New Relic',
      ja: 'New Relic',
    },
    description: {
      en: 'Ask New Relic for metrics, logs, traces and the things they are about.',
      ja: 'New Relicのメトリクス、ログ、トレースなどの観測データを問い合わせます。',
    },
    categories: ['monitoring'],
    tags: ['logs', 'metrics', 'traces'],
  },
  {
    name: 'co.axiom/mcp',
    version: '1.0.0',
    url: 'https://mcp.axiom.co/mcp',
    transport: 'streamable-http',
    publishedAt: '2025-09-30T18:09:02.670593Z',
    repositoryUrl: 'https://github.com/axiomhq/mcp',
    title: {
      en: 'Axiom',
      ja: 'Axiom',
    },
    description: {
      en: 'Explore Axiom datasets with APL queries, look for anomalies and keep watch.',
      ja: 'AxiomのデータセットをAPLクエリで調べ、異常の発見や監視に役立てます。',
    },
    categories: ['monitoring', 'analytics'],
    tags: ['logs', 'anomalies', 'apl'],
  },
  {
    name: 'io.globalping/mcp',
    version: '1.0.0',
    url: 'https://mcp.globalping.io/mcp',
    transport: 'streamable-http',
    publishedAt: '2025-09-09T15:58:08.139459Z',
    repositoryUrl: 'https://github.com/jsdelivr/globalping-mcp-server',
    title: {
      en: 'Globalping',
      ja: 'Globalping',
    },
    description: {
      en: 'Runs network measurements from anywhere in the world.',
      ja: '世界各地の拠点からネットワークの計測コマンドを実行します。',
    },
    categories: ['monitoring', 'developer-tools'],
    tags: ['network', 'ping', 'dns'],
  },
  {
    name: 'dev.storage/mcp',
    version: '1.7.2',
    url: 'https://mcp.storage.dev/mcp',
    transport: 'streamable-http',
    publishedAt: '2025-11-26T14:35:02.178416Z',
    websiteUrl: 'https://mcp.storage.dev',
    repositoryUrl: 'https://github.com/tigrisdata/mcp',
    title: {
      en: 'Tigris',
      ja: 'Tigris',
    },
    description: {
      en: 'Manage buckets and objects in Tigris storage.',
      ja: 'Tigrisのストレージにあるバケットとオブジェクトを管理します。',
    },
    categories: ['cloud', 'files'],
    tags: ['object-storage', 'buckets'],
  },
  {
    name: 'com.jumpcloud/jumpcloud-genai',
    version: '0.0.38',
    url: 'https://mcp.jumpcloud.com/v1',
    transport: 'streamable-http',
    publishedAt: '2025-10-02T07:01:41.082257Z',
    title: {
      en: 'JumpCloud',
      ja: 'JumpCloud',
    },
    description: {
      en: 'Manage the resources of a JumpCloud organization.',
      ja: 'JumpCloudで管理しているリソースを操作します。',
    },
    categories: ['security'],
    tags: ['identity', 'devices'],
  },
  {
    name: 'io.github.microsoft/EnterpriseMCP',
    version: '1.0.0',
    url: 'https://mcp.svc.cloud.microsoft/enterprise',
    transport: 'streamable-http',
    publishedAt: '2025-11-18T00:01:16.627197Z',
    repositoryUrl: 'https://github.com/microsoft/EnterpriseMCP',
    title: {
      en: 'Microsoft MCP Server for Enterprise',
      ja: 'Microsoft MCP Server for Enterprise',
    },
    description: {
      en: 'The official way to ask questions of Microsoft Entra in plain language.',
      ja: 'Microsoft Entraのデータに自然な言葉で問い合わせる、公式のサーバー。',
    },
    categories: ['security', 'productivity'],
    tags: ['identity', 'entra'],
  },
]
