import { createHmac } from 'node:crypto'
import { createDatabase } from '@toolgraph/database/node'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Finding } from '../src/health/reading.ts'
import { createNotificationWorker } from '../src/notifications/notification-worker.ts'
import { createNotificationStore } from '../src/storage/notification-store.ts'
import { createTestGraph, manifest, tool, type TestGraph } from './graph-fixture.ts'

let graph: TestGraph
let serverId: string
beforeAll(async () => {
  graph = await createTestGraph()
})
afterAll(() => graph.close())
beforeEach(async () => {
  const { database } = graph
  await database.mcpServer.deleteMany()
  await database.event.deleteMany()
  await database.notification.deleteMany()
  await database.notificationSettings.deleteMany()
  await database.webhook.deleteMany()
  await database.probeHost.deleteMany()
  calls.length = 0
  answers = () => new Response(null, { status: 204 })
  time = Date.now()
  const { body } = await graph.rest('POST', '/registry/servers', {
    body: manifest('hall'),
    as: 'aiko',
  })
  serverId = body.id
  await tell()
})

/** What was posted to the webhooks' host. */
const calls: { headers: Headers; body: string }[] = []
let answers: () => Response
let time: number

const run = async (database = graph.database) =>
  createNotificationWorker({
    ...graph.services,
    notifications: createNotificationStore(database),
    now: () => new Date(time),
    random: () => 0,
  }).runOnce()
const tell = () => run()

async function probed(...states: Finding['state'][]): Promise<void> {
  const { health } = graph.services
  for (const state of states) {
    time += 60_000
    const [now, checkedBefore] = [new Date(time), new Date(time)]
    const target = await health.claim(serverId, { now, leaseMs: 1_000, checkedBefore })
    if (!target) throw new Error('not claimed')
    const next = { dueAt: now, failures: 0 }
    await health.record({ target, finding: { state, checkedAt: now }, next, hostPauseMs: 0, now })
  }
}

const link = (as: string) =>
  graph.graphql(
    `mutation ($id: ID!) { linkServer(input: { serverId: $id, scopes: [] }) { __typename } }`,
    { id: serverId },
    as,
  )

const told = async (as: string) => {
  const query = `{ viewer { unreadCount notifications { edges { node { id kind payload readAt server { name } } } } } }`
  const { data } = await graph.graphql(query, {}, as)
  return data.viewer.notifications.edges.map(({ node }: { node: unknown }) => node)
}
const kinds = async (as: string) => (await told(as)).map(({ kind }: { kind: string }) => kind)

const publish = (version: string, tools: object[], as = 'aiko') =>
  graph.rest('POST', '/registry/servers', { body: manifest('hall', { version, tools }), as })

describe('people', () => {
  it('are told that a server fails when it has failed twice, and when it is well again', async () => {
    await link('ben')
    await probed('open', 'down')
    await tell()
    expect(await kinds('aiko')).toEqual([])

    await probed('down', 'down', 'not_mcp')
    await tell()
    const [notification] = await told('ben')
    expect(notification).toMatchObject({
      kind: 'server_failing',
      payload: { state: 'down' },
      server: { name: 'com.example/hall' },
    })
    expect([await kinds('aiko'), await kinds('ben'), await kinds('chen')]).toEqual([
      ['server_failing'],
      ['server_failing'],
      [],
    ])

    await probed('gated')
    await tell()
    expect(await kinds('aiko')).toEqual(['server_recovered', 'server_failing'])
    const { data } = await graph.graphql(
      `query ($id: ID!) { server(id: $id) { incidents { edges { node { state openedAt closedAt } } } } }`,
      { id: serverId },
    )
    expect(data.server.incidents.edges).toMatchObject([
      { node: { state: 'down', closedAt: new Date(time).toISOString() } },
    ])
  })

  it('hear of changed tools: the owner of all that may be wrong, others of what breaks', async () => {
    await link('ben')
    await publish('1.1.0', [tool('look_up', { description: 'Something else' })])
    await tell()
    expect([await kinds('aiko'), await kinds('ben')]).toEqual([['tools_changed'], []])

    await graph.graphql('mutation { markNotificationsRead { __typename } }', {}, 'aiko')
    await publish('1.2.0', [])
    await tell()
    expect(await told('ben')).toMatchObject([
      {
        kind: 'tools_changed',
        payload: {
          severity: 'breaking',
          tools: [{ toolName: 'look_up', kind: 'removed', severity: 'breaking' }],
        },
      },
    ])
    const changes = `query ($id: ID!, $severity: [ChangeSeverity!]) {
      server(id: $id) { toolChanges(severity: $severity) { edges { node { toolName kind severity before after } } } } }`
    const { data } = await graph.graphql(changes, { id: serverId, severity: ['breaking'] })
    expect(data.server.toolChanges.edges).toMatchObject([
      { node: { toolName: 'look_up', kind: 'removed', before: { name: 'look_up' }, after: null } },
    ])
  })

  it('hear that a server is gone, and that it asks for sign-in since', async () => {
    await link('ben')
    await probed('open', 'gated')
    await tell()
    expect([await kinds('ben'), await kinds('aiko')]).toEqual([['sign_in_needed'], []])
    time += 1_000

    await graph.graphql(
      'mutation ($id: ID!) { withdrawServer(serverId: $id) { __typename } }',
      { id: serverId },
      'aiko',
    )
    await tell()
    expect(await kinds('ben')).toEqual(['server_withdrawn', 'sign_in_needed'])
  })

  it('are told once, whatever processes share the work, and not again while it is unread', async () => {
    await probed('open', 'down', 'down')
    const other = createDatabase(graph.databaseUrl, { max: 2 })
    const taken = await Promise.all([run(), run(other), run(), run(other)])
    await other.$disconnect()
    expect(taken.reduce((sum, count) => sum + count)).toBeGreaterThan(0)
    expect(await kinds('aiko')).toEqual(['server_failing'])

    await probed('open', 'down', 'down')
    await tell()
    expect(await kinds('aiko')).toEqual(['server_recovered', 'server_failing'])
  })

  it('mute what they do not want, and mark as read what is theirs alone', async () => {
    await link('ben')
    await graph.graphql(
      'mutation { muteNotifications(kinds: ["server_failing"]) { __typename } }',
      {},
      'ben',
    )
    await probed('open', 'down', 'down')
    await tell()
    expect([await kinds('ben'), await kinds('aiko')]).toEqual([[], ['server_failing']])

    const [{ id }] = await told('aiko')
    const mark = `mutation ($ids: [ID!]) { markNotificationsRead(ids: $ids) {
      ... on MarkNotificationsReadSuccess { unreadCount } } }`
    await graph.graphql(mark, { ids: [id] }, 'ben')
    expect((await told('aiko'))[0].readAt).toBeNull()
    const { data } = await graph.graphql(mark, { ids: [id] }, 'aiko')
    expect(data.markNotificationsRead).toEqual({ unreadCount: 0 })
    expect((await told('aiko'))[0].readAt).not.toBeNull()
  })

  it('see nothing of a server that they may not see any more', async () => {
    await link('ben')
    await probed('open', 'down', 'down')
    await tell()
    await graph.database.agentConnection.updateMany({ data: { status: 'revoked' } })
    await graph.database.mcpServer.update({
      where: { id: serverId },
      data: { visibility: 'private' },
    })

    expect(await told('ben')).toMatchObject([{ kind: 'server_failing', server: null }])
  })
})

describe('webhooks', () => {
  const HOOK = 'https://hooks.example/in'
  const register = async (input: object = {}, as = 'aiko') => {
    graph.host('https://hooks.example', async (request) => {
      calls.push({ headers: request.headers, body: await request.text() })
      return answers()
    })
    const { data } = await graph.graphql(
      `mutation ($input: RegisterWebhookInput!) { registerWebhook(input: $input) {
        ... on RegisterWebhookSuccess { webhook { id key url topics } } ... on Refusal { code } } }`,
      { input: { url: HOOK, topics: ['incident'], ...input } },
      as,
    )
    return data.registerWebhook.webhook ?? data.registerWebhook
  }
  const log = async (as = 'aiko') => {
    const { data } = await graph.graphql(
      `{ viewer { webhooks { id disabledAt failingSince deliveries {
        edges { node { topic attempts httpStatus problem deliveredAt dueAt } } } } } }`,
      {},
      as,
    )
    return data.viewer.webhooks
  }

  it('are called with a signature that Standard Webhooks can verify', async () => {
    const { key } = await register()
    await probed('open', 'down', 'down')
    await tell()

    const [call, ...more] = calls
    expect(more).toEqual([])
    expect(JSON.parse(call?.body ?? '')).toMatchObject({
      type: 'server.incident',
      data: { server: { name: 'com.example/hall' }, event: { kind: 'opened', state: 'down' } },
    })
    const header = (name: string) => call?.headers.get(`webhook-${name}`) ?? ''
    expect(header('timestamp')).toBe(String(Math.floor(time / 1_000)))
    const signed = `${header('id')}.${header('timestamp')}.${call?.body}`
    const secret = Buffer.from(key.replace('whsec_', ''), 'base64')
    expect(header('signature')).toBe(
      `v1,${createHmac('sha256', secret).update(signed).digest('base64')}`,
    )
    expect(await log()).toMatchObject([
      { deliveries: { edges: [{ node: { topic: 'incident', httpStatus: 204, attempts: 1 } }] } },
    ])
  })

  it('are tried again, later each time, with the same id', async () => {
    await register()
    answers = () => new Response(null, { status: 500 })
    await probed('open', 'down', 'down')
    await tell()
    await tell()
    expect(calls).toHaveLength(1)
    time += 5_000
    await tell()
    answers = () => Response.redirect('https://hooks.example/elsewhere')
    time += 300_000
    await tell()
    answers = () => new Response('IGNORE')
    time += 1_800_000
    await tell()

    expect(new Set(calls.map(({ headers }) => headers.get('webhook-id'))).size).toBe(1)
    expect(await log()).toMatchObject([
      {
        failingSince: null,
        deliveries: { edges: [{ node: { attempts: 4, httpStatus: 200, dueAt: null } }] },
      },
    ])
  })

  it('are given up after days of failure, their people are told, and a ping puts them in use', async () => {
    const { id } = await register()
    answers = () => new Response(null, { status: 503 })
    await probed('open', 'down', 'down')
    await tell()
    time += 5 * 86_400_000 + 1
    await tell()
    expect(await log()).toMatchObject([{ disabledAt: new Date(time).toISOString() }])
    expect(await kinds('aiko')).toContain('webhook_disabled')

    const before = calls.length
    await probed('open')
    await tell()
    expect(calls).toHaveLength(before)

    answers = () => new Response(null, { status: 200 })
    const { data } = await graph.graphql(
      `mutation ($id: ID!) { pingWebhook(id: $id) { ... on PingWebhookSuccess {
        webhook { disabledAt } delivery { topic httpStatus } } } }`,
      { id },
      'aiko',
    )
    expect(data.pingWebhook).toEqual({
      webhook: { disabledAt: null },
      delivery: { topic: 'ping', httpStatus: 200 },
    })
  })

  it('are given up at once where they answer that they are gone', async () => {
    await register()
    answers = () => new Response(null, { status: 410 })
    await probed('open', 'down', 'down')
    await tell()

    expect(await log()).toMatchObject([{ disabledAt: new Date(time).toISOString() }])
  })

  it('hear of what their people may see, and of nothing else', async () => {
    await register({ serverId }, 'ben')
    await register({}, 'chen')
    await probed('open', 'down', 'down')
    await tell()
    expect(calls).toHaveLength(1)

    await graph.database.mcpServer.update({
      where: { id: serverId },
      data: { visibility: 'private' },
    })
    await probed('open')
    await tell()
    expect(calls).toHaveLength(1)
    expect(await register({ serverId }, 'ben')).toEqual({ code: 'ERR_SERVER_NOT_FOUND' })
  })

  it('belong to one person alone', async () => {
    const { id } = await register()
    const code = async (mutation: string, as: string) => {
      const { data } = await graph.graphql(
        `mutation ($id: ID!) { result: ${mutation}(id: $id) { __typename ... on Refusal { code } } }`,
        { id },
        as,
      )
      return data.result.code ?? data.result.__typename
    }

    expect(await log('ben')).toEqual([])
    expect(await code('pingWebhook', 'ben')).toBe('ERR_WEBHOOK_NOT_FOUND')
    expect(await code('removeWebhook', 'ben')).toBe('ERR_WEBHOOK_NOT_FOUND')
    expect(await code('removeWebhook', 'aiko')).toBe('RemoveWebhookSuccess')
    expect(await log()).toEqual([])
  })

  it.each(['http://hooks.example/', 'https://127.0.0.1/', 'https://localhost/', 'https://[::1]/'])(
    'are not registered at %s',
    async (url) => {
      expect(await register({ url })).toEqual({ code: 'ERR_WEBHOOK_URL_FORBIDDEN' })
    },
  )

  it('do not wait for one that is slow', async () => {
    let release = () => {}
    graph.host(
      'https://slow.example',
      () => new Promise((resolve) => (release = () => resolve(new Response()))),
    )
    await register({ url: 'https://slow.example/' })
    await register({}, 'aiko')
    await probed('open', 'down', 'down')
    const turn = tell()
    await expect.poll(() => calls.length).toBe(1)
    release()
    await turn
  })
})

describe('subscribers', () => {
  type Reader = ReadableStreamDefaultReader<string> | undefined
  const listen = async (field: string, selection: string, variables: object, as = 'aiko') => {
    const query = `subscription ($after: String) { change: ${field} { cursor ${selection} } }`
    const response = await graph.fetch(
      '/graphql',
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
        body: JSON.stringify({ query, variables }),
      },
      as,
    )
    return response.body?.pipeThrough(new TextDecoderStream()).getReader()
  }
  const next = async (reader: Reader) => {
    let text = ''
    for (let found = null; !found; found = /data: (.*"change".*)/.exec(text)) {
      const part = await reader?.read()
      if (part?.done !== false) throw new Error(`The stream ended after ${text}`)
      text += part.value
    }
    const { data, errors } = JSON.parse(/data: (.*"change".*)/.exec(text)?.[1] ?? '')
    if (errors) throw new Error(JSON.stringify(errors))
    return data.change
  }
  const newest = async () => {
    const [event] = await graph.database.event.findMany({ orderBy: { id: 'desc' }, take: 1 })
    return String(event?.id)
  }

  it('hear of a notification, and of what they missed', async () => {
    const [field, selection] = [
      'notificationAdded(after: $after)',
      'notification { kind server { name } }',
    ]
    const after = await newest()
    await probed('open', 'down', 'down')
    await tell()
    const reader = await listen(field, selection, { after })
    const { cursor, notification } = await next(reader)
    expect(notification).toEqual({ kind: 'server_failing', server: { name: 'com.example/hall' } })
    await reader?.cancel()

    await probed('open')
    await tell()
    const again = await listen(field, selection, { after: cursor })
    expect((await next(again)).notification.kind).toBe('server_failing')
    await again?.cancel()
  })

  it('hear of each state that a server had while they were away', async () => {
    await probed('open')
    const after = await newest()
    await probed('down', 'open', 'gated')
    const reader = await listen('healthChanged(after: $after)', 'reading { state }', { after })
    let text = ''
    for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
      text += part.value
      if (text.includes('gated')) break
    }
    const states = [...text.matchAll(/"state":"(\w+)"/g)].map(([, state]) => state)
    expect(states, text).toEqual(['down', 'open', 'gated'])
    await reader?.cancel()
  })

  it('hear how tools and servers changed, as far as they may see them', async () => {
    const after = await newest()
    const changed = { description: 'Something else' }
    await publish('1.1.0', [tool('look_up', changed)])
    const tools = await listen(
      `toolsChanged(serverId: "${serverId}", after: $after)`,
      'server { name } changes { toolName kind severity }',
      { after },
    )
    expect(await next(tools)).toMatchObject({
      server: { name: 'com.example/hall' },
      changes: [{ toolName: 'look_up', kind: 'changed', severity: 'warning' }],
    })
    await tools?.cancel()

    await graph.database.mcpServer.update({
      where: { id: serverId },
      data: { visibility: 'private' },
    })
    await graph.rest('POST', '/registry/servers', { body: manifest('other'), as: 'aiko' })
    const servers = (as: string) =>
      listen('serverChanged(after: $after)', 'kind server { name }', { after }, as)
    const own = await servers('aiko')
    expect(await next(own)).toMatchObject({
      kind: 'published',
      server: { name: 'com.example/hall' },
    })
    await own?.cancel()
    const foreign = await servers('ben')
    expect(await next(foreign)).toMatchObject({ server: { name: 'com.example/other' } })
    await foreign?.cancel()
  })

  it('hear that a server is withdrawn, also who may only see what is public', async () => {
    const { body } = await graph.rest('POST', '/registry/servers', {
      body: manifest('passing'),
      as: 'aiko',
    })
    const after = await newest()
    const withdraw = 'mutation ($id: ID!) { withdrawServer(serverId: $id) { __typename } }'
    const id = btoa(`Server:${body.id}`)
    const { data } = await graph.graphql(withdraw, { id }, 'aiko')
    expect(data.withdrawServer.__typename).toBe('WithdrawServerSuccess')

    const reader = await listen(
      'serverChanged(after: $after)',
      'kind server { name status }',
      {
        after,
      },
      'ben',
    )
    expect(await next(reader)).toMatchObject({
      kind: 'withdrawn',
      server: { name: 'com.example/passing', status: 'deleted' },
    })
    await reader?.cancel()
  })

  it('are told that a cursor is none of ours', async () => {
    const reader = await listen('healthChanged(after: $after)', '', { after: 'x' })
    await expect(next(reader)).rejects.toThrow('ERR_CURSOR_INVALID')
    await reader?.cancel()
  })
})

describe('the health of a server in GraphQL', () => {
  it('has a history, by the day', async () => {
    await probed('open', 'down')
    const query = `{ servers { edges { node { name uptime30d health {
      state evidence { httpStatus problem } uptime(days: 7) history(days: 7) { day open down uptime } } } } } }`
    const { data } = await graph.graphql(query)
    const [{ node }] = data.servers.edges
    const days = node.health.history
    expect(node.health.state).toBe('down')
    expect(days.reduce((sum: number, day: { open: number }) => sum + day.open, 0)).toBe(1)
    expect(days.reduce((sum: number, day: { down: number }) => sum + day.down, 0)).toBe(1)
    expect(node.uptime30d).toBeNull()

    const { body } = await graph.rest('GET', `/health/${serverId}`)
    expect(body).toMatchObject({ state: 'down', serverId })
  })
})
