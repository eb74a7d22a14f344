import type { Values } from '@toolgraph/entry'
import type { StaticClient } from '../clients/client.ts'
import { isLoopback } from '../clients/redirect-uri.ts'
import type { FederatedProvider } from '../federation/provider.ts'
import type { Secrets } from '../keys/sealer.ts'
import type { Resource } from '../resources/resource.ts'
import type { environment } from './environment.ts'
import { toProviders } from './providers.ts'

/** The values of the issuer's environment. */
export type AuthEnvironment = Values<typeof environment>

/** What the environment means for the issuer: who is known, what is ours. */
export interface Configuration {
  secret: Secrets
  webUrl: string
  auditRetentionDays: number
  clients: StaticClient[]
  resources: Resource[]
  providers: FederatedProvider[]
  demoAccounts: boolean
}

/** Reads the environment's values into the issuer's configuration. Pure. */
export function toConfiguration(values: AuthEnvironment): Configuration {
  const { WEB_URL, GRAPH_URL, ISSUER_URL, TOOLGRAPH_MODE, DEMO_ACCOUNTS } = values
  const graph = graphResource(`${GRAPH_URL}/mcp`)
  const clients: StaticClient[] = [
    {
      id: 'agent-web',
      name: 'Toolgraph',
      uri: WEB_URL,
      redirectUris: [`${WEB_URL}/auth/callback`],
      trustedAt: { [graph.uri]: graph.scopes.map(({ name }) => name) },
    },
    // The web application once more, as what people link servers with: for that they are asked.
    {
      id: 'agent-web-links',
      name: 'Toolgraph',
      uri: WEB_URL,
      redirectUris: [`${WEB_URL}/oauth/callback`],
    },
    ...toServerClients(values, graph.uri),
    {
      id: 'graph',
      name: 'Toolgraph registry',
      secret: values.GRAPH_CLIENT_SECRET,
      introspects: 'all',
      actsAs: [graph.uri],
    },
  ]
  const isLocal = TOOLGRAPH_MODE === 'development' && isLoopback(new URL(ISSUER_URL))
  return {
    secret: toSecrets(values),
    webUrl: WEB_URL,
    auditRetentionDays: values.AUDIT_RETENTION_DAYS,
    clients,
    resources: [graph],
    providers: toProviders(values),
    demoAccounts: isLocal && DEMO_ACCOUNTS,
  }
}

/** The secret, and the one before it for as long as it is named. */
export function toSecrets({
  AUTH_SECRET: today,
  AUTH_SECRET_PREVIOUS: before,
}: Pick<AuthEnvironment, 'AUTH_SECRET' | 'AUTH_SECRET_PREVIOUS'>): Secrets {
  return before === '' || before === today ? today : [today, before]
}

/** The servers of this house: each may publish itself at the graph, and ask about tokens that are for it. */
function toServerClients(values: AuthEnvironment, graph: string): StaticClient[] {
  const servers = [
    ['booking', 'Booking', values.BOOKING_URL, values.BOOKING_CLIENT_SECRET],
    ['product', 'Product', values.PRODUCT_URL, values.PRODUCT_CLIENT_SECRET],
    ['order', 'Order', values.ORDER_URL, values.ORDER_CLIENT_SECRET],
    ['form', 'Form', values.FORM_URL, values.FORM_CLIENT_SECRET],
  ] as const
  return servers.map(([id, name, url, secret]) => ({
    id,
    name,
    secret,
    machineAccess: { [graph]: ['servers:write'] },
    introspects: [`${url}/mcp`],
    // An order reserves stock at product, for the person who orders.
    ...(id === 'order' && { actsAs: [`${url}/mcp`] }),
  }))
}

/** The graph has one resource for all its faces. */
function graphResource(uri: string): Resource {
  return {
    uri,
    name: 'dev.toolgraph/graph',
    title: 'Toolgraph',
    titles: {},
    scopes: [
      {
        name: 'servers:write',
        description: 'Publish, change and withdraw servers in your name',
        descriptions: { ja: 'あなたの名義でサーバーを公開・変更・取り下げる' },
      },
      {
        name: 'connections:read',
        description: 'See your connections, their tools and your history',
        descriptions: { ja: '接続と、そのツール、実行履歴を見る' },
      },
      {
        name: 'connections:write',
        description: 'Link and unlink servers for you, and keep your history',
        descriptions: { ja: 'サーバーの接続と切断、実行履歴の記録を行う' },
      },
      {
        name: 'owners:read',
        description: 'See your organizations, their members and what was changed',
        descriptions: { ja: 'あなたの組織とそのメンバー、変更の記録を見る' },
      },
      {
        name: 'owners:write',
        description: 'Create and change your organizations, and who is in them',
        descriptions: { ja: '組織の作成と変更、メンバーの管理を行う' },
      },
    ],
  }
}
