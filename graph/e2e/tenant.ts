import type { TestGraph } from './graph-fixture.ts'

/** Who owns all that follows. */
export const TENANT = 'canary-person'

const id = (number: number) => `0190aaaa-0000-7000-8000-${String(number).padStart(12, '0')}`
const AT = new Date('2026-11-01T00:00:00Z')
const LATER = new Date('2036-11-01T00:00:00Z')

/** The servers that nobody but their owner may see, each for a reason of its own. */
const HIDDEN = [
  { visibility: 'private' },
  { visibility: 'organization' },
  { visibility: 'public', moderation: 'hidden' },
  { visibility: 'public', moderation: 'quarantined' },
  { visibility: 'public', status: 'deleted' },
] as const

/** What each row of the tenant is called by, known before there is one: by the GraphQL type that shows it. */
export const TENANT_IDS = {
  Owner: [id(1), id(2)],
  Server: HIDDEN.map((_why, index) => id(100 + index)),
  Tool: [id(300)],
  McpConnection: [id(3)],
  ConnectionTool: [id(4)],
  ToolRun: [id(5)],
  Invitation: [id(6)],
  ServerTransfer: [id(7)],
  Report: [id(8)],
  Incident: [id(9)],
  ToolChange: [id(10)],
  Notification: [id(11)],
  Webhook: [id(12)],
  AuditEvent: [id(13)],
}

/** What the tenant's rows are called in words. */
export const TENANT_NAMES = [
  ...HIDDEN.map((_why, index) => `com.canary/server-${index}`),
  'com.canary/server-before',
  'com.canary',
  'canary-organization',
  TENANT,
  'canary-tag',
  'canary-tool',
  'canary:read',
]

/** Makes a tenant with one row of everything at least, none of which is for anybody else. */
export async function createTenant({ database, services }: TestGraph): Promise<void> {
  const [person = '', organization = ''] = TENANT_IDS.Owner
  await database.mcpOwner.create({
    data: { id: person, type: 'person', name: 'Canary Person', contact: 'canary', subject: TENANT },
  })
  await database.mcpOwner.create({
    data: {
      id: organization,
      type: 'organization',
      name: 'Canary Organization',
      slug: 'canary-organization',
      contact: 'canary@canary.example',
      members: { create: { subject: TENANT, role: 'owner', name: 'Canary Member' } },
    },
  })
  for (const [index, why] of HIDDEN.entries())
    await createServer(database, index, why.visibility === 'organization' ? organization : person)
  await createAround(database, { person, organization })
  await services.index.refreshOutdated(new AbortController().signal)
}

type Database = TestGraph['database']

const ICON = 'https://canary.example/icon.svg'
/** The picture of each of its servers. */
const PICTURE = new TextEncoder().encode(
  '<svg xmlns="http://www.w3.org/2000/svg"><!-- canary --></svg>',
)

async function createServer(database: Database, index: number, ownerId: string): Promise<void> {
  const serverId = TENANT_IDS.Server[index] ?? ''
  const name = TENANT_NAMES[index] ?? ''
  const icons = [{ src: ICON, mimeType: 'image/svg+xml' }]
  const manifest = { name, version: '1.2.3', description: 'canary manifest', icons }
  await database.mcpServer.create({
    data: {
      ...HIDDEN[index],
      id: serverId,
      name,
      nameKey: name,
      title: `Canary server ${index}`,
      description: 'What the canary does, in canary words',
      version: '1.2.3',
      baseUrl: `https://canary-${index}.example/mcp`,
      websiteUrl: 'https://canary.example/',
      iconUrl: ICON,
      tags: ['canary-tag'],
      categories: ['productivity'],
      region: 'canary-region',
      scopes: ['canary:read'],
      scopeReasons: [{ name: 'canary:read', description: 'canary reason', descriptions: {} }],
      translations: { ja: { title: 'canary カナリア', description: 'canary 説明' } },
      moderationNote: 'canary note',
      healthState: 'open',
      healthDetail: 'canary detail',
      healthCheckedAt: AT,
      ownerId,
      publishedAt: AT,
    },
  })
  const version = { serverId, version: '1.2.3', manifest, definition: manifest, isLatest: true }
  await database.mcpServerVersion.create({
    data: {
      ...version,
      id: id(200 + index),
      statusMessage: 'canary message',
      publishedAt: AT,
      updatedAt: AT,
    },
  })
  await database.serverIcon.create({
    data: {
      serverId,
      src: ICON,
      type: 'image/svg+xml',
      bytes: PICTURE,
      digest: 'canary-digest',
      fetchedAt: AT,
      dueAt: LATER,
    },
  })
  await database.mcpTool.create({
    data: {
      id: id(300 + index),
      serverId,
      name: 'canary-tool',
      title: 'Canary tool',
      description: 'canary description',
      inputSchema: { type: 'object', properties: { canaryArgument: {} } },
      fingerprint: `canary-fingerprint-${index}`,
    },
  })
}

/** Everything that is about the first of the servers. */
async function createAround(
  database: Database,
  { person, organization }: { person: string; organization: string },
): Promise<void> {
  const [serverId = ''] = TENANT_IDS.Server
  const [connectionId = ''] = TENANT_IDS.McpConnection
  const [webhookId = ''] = TENANT_IDS.Webhook
  const ofServer = { serverId, detail: 'canary detail' }
  const payload = { canary: 'canary payload' }
  const json = { inputSchema: { canary: 'canary' } }

  await database.mcpServerAlias.create({
    data: {
      serverId,
      name: 'com.canary/server-before',
      nameKey: 'com.canary/server-before',
      createdAt: AT,
    },
  })
  await database.mcpNamespace.create({
    data: {
      namespace: 'com.canary',
      ownerId: person,
      method: 'dns',
      proof: 'canary proof',
      createdAt: AT,
    },
  })
  await database.mcpInvitation.create({
    data: {
      id: TENANT_IDS.Invitation[0] ?? '',
      ownerId: organization,
      tokenHash: 'canary-hash',
      role: 'admin',
      invitedBy: TENANT,
      createdAt: AT,
      expiresAt: LATER,
    },
  })
  await database.mcpServerTransfer.create({
    data: {
      id: TENANT_IDS.ServerTransfer[0] ?? '',
      serverId,
      fromOwnerId: person,
      toOwnerId: organization,
      offeredBy: TENANT,
      createdAt: AT,
      expiresAt: LATER,
    },
  })
  await database.agentConnection.create({
    data: {
      id: connectionId,
      agentUserId: TENANT,
      mcpServerId: serverId,
      issuer: 'https://canary-issuer.example',
      clientId: 'canary-client',
      scopesGranted: ['canary:read'],
      tokenSet: 'canary-sealed-tokens',
    },
  })
  const tool = { name: 'canary-tool', description: 'canary description', ...json }
  await database.connectionTool.create({
    data: {
      ...tool,
      id: TENANT_IDS.ConnectionTool[0] ?? '',
      connectionId,
      fingerprint: 'canary-fingerprint',
      syncedAt: AT,
    },
  })
  await database.toolRun.create({
    data: {
      id: TENANT_IDS.ToolRun[0] ?? '',
      connectionId,
      agentUserId: TENANT,
      toolName: 'canary-tool',
      input: payload,
      output: payload,
      errorMessage: 'canary error',
    },
  })
  await database.abuseReport.create({
    data: {
      ...ofServer,
      id: TENANT_IDS.Report[0] ?? '',
      reporter: TENANT,
      reason: 'spam',
      note: 'canary note',
      createdAt: AT,
    },
  })
  await database.incident.create({
    data: { ...ofServer, id: TENANT_IDS.Incident[0] ?? '', state: 'down', openedAt: AT },
  })
  await database.toolChange.create({
    data: {
      id: TENANT_IDS.ToolChange[0] ?? '',
      serverId,
      toolName: 'canary-tool',
      kind: 'changed',
      severity: 'breaking',
      before: payload,
      after: payload,
    },
  })
  await database.healthCheck.create({
    data: { mcpServerId: serverId, status: 'open', detail: 'canary detail', checkedAt: AT },
  })
  const none = {
    open: 1,
    gated: 0,
    gatedBroken: 0,
    wrongTransport: 0,
    notMcp: 0,
    down: 0,
    unknown: 0,
  }
  await database.healthDay.create({
    data: { serverId, day: AT, ...none, upSeconds: 86_400, knownSeconds: 86_400 },
  })
  await database.notification.create({
    data: {
      id: TENANT_IDS.Notification[0] ?? '',
      agentUserId: TENANT,
      serverId,
      kind: 'server_failing',
      payload,
    },
  })
  await database.notificationSettings.create({
    data: { subject: TENANT, mutedKinds: ['canary-kind'] },
  })
  await database.webhook.create({
    data: {
      id: webhookId,
      subject: TENANT,
      serverId,
      url: 'https://canary.example/hook',
      topics: ['canary-topic'],
      createdAt: AT,
    },
  })
  await database.webhookDelivery.create({
    data: { webhookId, topic: 'health', payload, problem: 'canary problem', createdAt: AT },
  })
  await database.auditEvent.create({
    data: {
      id: TENANT_IDS.AuditEvent[0] ?? '',
      actor: TENANT,
      action: 'canary.action',
      ownerId: person,
      serverId,
      detail: payload,
    },
  })
}
