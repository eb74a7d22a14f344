import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createTestGraph,
  manifest,
  OPERATOR,
  type Caller,
  type TestGraph,
} from './graph-fixture.ts'

let graph: TestGraph
beforeAll(async () => void (graph = await createTestGraph()))
afterAll(() => graph?.close())

let count = 0
async function addServer(as = 'aiko'): Promise<{ id: string; name: string }> {
  const name = `reported-${(count += 1)}`
  const { body } = await graph.rest('POST', '/registry/servers', { body: manifest(name), as })
  return { id: body.id, name: body.name }
}

async function report(
  serverId: string,
  as: Caller,
  reason = 'malware',
  detail = 'It reads my keys',
) {
  const { data, errors } = await graph.graphql(
    `mutation ($serverId: ID!, $reason: ReportReason!, $detail: String!) {
      reportServer(serverId: $serverId, reason: $reason, detail: $detail) {
        ... on ReportServerSuccess { report { id state } }
        ... on Refusal { code message } } }`,
    { serverId, reason, detail },
    as,
  )
  expect(errors).toEqual([])
  return data.reportServer
}

async function settle(reportId: string, decision: string, as: Caller) {
  const { data, errors } = await graph.graphql(
    `mutation ($reportId: ID!, $decision: Decision!) {
      settleReport(reportId: $reportId, decision: $decision, note: "Looked at it") {
        ... on SettleReportSuccess { report { state note server { name } } }
        ... on Refusal { code } } }`,
    { reportId, decision },
    as,
  )
  expect(errors).toEqual([])
  return data.settleReport
}

async function moderate(serverId: string, decision: string, as: Caller) {
  const { data } = await graph.graphql(
    `mutation ($serverId: ID!, $decision: Decision!) {
      moderateServer(serverId: $serverId, decision: $decision, note: "Looked at it") {
        ... on ModerateServerSuccess { server { moderation } } ... on Refusal { code } } }`,
    { serverId, decision },
    as,
  )
  return data.moderateServer
}

const QUEUE =
  '{ reviewQueue(first: 100) { totalCount edges { node { reason reporter detail server { name } } } } }'

describe('a report', () => {
  it('stands once for each person and server, however often they press', async () => {
    const { id, name } = await addServer()
    const reports = await Promise.all([report(id, 'ben'), report(id, 'ben'), report(id, 'ben')])
    expect(reports.filter(({ report: made }) => made)).toHaveLength(1)
    expect(reports.filter(({ code }) => code === 'ERR_REPORT_STANDS')).toHaveLength(2)
    expect(await report(id, 'chie', 'spam')).toMatchObject({ report: { state: 'open' } })

    const { data } = await graph.graphql(QUEUE, {}, OPERATOR)
    const queue: { node: { server: { name: string } } }[] = data.reviewQueue.edges
    const mine = queue.map(({ node }) => node).filter(({ server }) => server.name === name)
    expect(mine).toMatchObject([{ reporter: 'ben' }, { reporter: 'chie', reason: 'spam' }])
  })

  it.each<[string, Caller, string, string]>([
    ['nobody who is signed in', undefined, 'It is bad', 'ERR_SIGN_IN_REQUIRED'],
    ['no words', 'ben', '  ', 'ERR_INPUT_INVALID'],
    ['too many words', 'ben', 'x'.repeat(1001), 'ERR_INPUT_INVALID'],
  ])('is refused for %s', async (_what, as, detail, code) => {
    const { id } = await addServer()
    expect(await report(id, as, 'other', detail)).toMatchObject({ code })
  })

  it('cannot be of a server that the person may not see', async () => {
    const { body } = await graph.rest('POST', '/registry/servers', {
      body: manifest('unseen', { visibility: 'private' }),
      as: 'aiko',
    })
    expect(await report(body.id, 'ben')).toMatchObject({ code: 'ERR_SERVER_NOT_FOUND' })
  })

  it('is made through REST, too', async () => {
    const { id } = await addServer()
    const body = { serverId: id, reason: 'spam', detail: 'Spam' }
    const made = await graph.rest('POST', '/registry/reports', { body, as: 'ben' })
    expect(made).toMatchObject({ status: 201, body: { serverId: id } })
    const again = await graph.rest('POST', '/registry/reports', { body, as: 'ben' })
    expect(again).toMatchObject({ status: 409, body: { code: 'ERR_REPORT_STANDS' } })
    expect((await graph.rest('POST', '/registry/reports', { body })).status).toBe(401)
  })

  it('is seen by who made it and by administrators, and by nobody else', async () => {
    const { id } = await addServer('aiko')
    const { report: made } = await report(id, 'ben')
    const read = async (as: Caller) =>
      (
        await graph.graphql(
          'query ($id: ID!) { node(id: $id) { ... on Report { detail } } }',
          { id: made.id },
          as,
        )
      ).data.node
    expect(await read('ben')).toEqual({ detail: 'It reads my keys' })
    expect(await read(OPERATOR)).toEqual({ detail: 'It reads my keys' })
    for (const as of [undefined, 'aiko', 'chie']) expect(await read(as)).toBeNull()
    const refused = async (as: Caller) =>
      (await graph.graphql(QUEUE, {}, as)).errors[0]?.extensions?.code
    expect(await refused(undefined)).toBe('ERR_SIGN_IN_REQUIRED')
    for (const as of ['aiko', 'ben']) expect(await refused(as)).toBe('ERR_FORBIDDEN')
  })
})

describe('a server that an administrator hides', () => {
  it('is gone from every face, but for its owner, who learns why, and administrators', async () => {
    const { id, name } = await addServer('aiko')
    await graph.graphql(
      'mutation ($serverId: ID!) { linkServer(input: { serverId: $serverId, scopes: [] }) { __typename } }',
      { serverId: id },
      'linked',
    )
    const { report: made } = await report(id, 'ben')
    expect(await settle(made.id, 'hide', OPERATOR)).toMatchObject({
      report: { state: 'upheld', server: { name } },
    })

    const faces = async (as: Caller) => {
      const encoded = encodeURIComponent(name)
      const session = await graph.mcp(as)
      const tool = await session.callTool({ name: 'get_server', args: { name } })
      await session.close()
      const { data } = await graph.graphql(
        'query ($name: String!) { server(name: $name) { moderation moderationNote } }',
        { name },
        as,
      )
      const listed = await graph.rest('GET', '/v0.1/servers?limit=100', { as })
      const found = await graph.rest('GET', `/search?q=${encodeURIComponent(name)}`, { as })
      return {
        rest: (await graph.rest('GET', `/registry/servers/${encoded}`, { as })).status,
        registry: (await graph.rest('GET', `/v0.1/servers/${encoded}/versions/latest`, { as }))
          .status,
        list: listed.text.includes(`"${name}"`),
        search: found.body.servers.some((server: { name: string }) => server.name === name),
        health: (await graph.rest('GET', `/health/${encoded}`, { as })).status,
        mcp: tool.kind === 'result',
        graphql: data.server,
      }
    }
    const gone = {
      rest: 404,
      registry: 404,
      list: false,
      search: false,
      health: 404,
      mcp: false,
      graphql: null,
    }
    for (const as of [undefined, 'ben', 'linked']) expect(await faces(as)).toEqual(gone)
    for (const as of ['aiko', OPERATOR])
      expect(await faces(as)).toMatchObject({
        rest: 200,
        registry: 200,
        graphql: { moderation: 'hidden', moderationNote: 'Looked at it' },
      })

    const told = await graph.database.notification.findMany({
      where: { agentUserId: { in: ['aiko', 'linked'] } },
      orderBy: { agentUserId: 'asc' },
    })
    expect(told.map(({ agentUserId, kind }) => [agentUserId, kind])).toEqual([
      ['aiko', 'server_hidden'],
      ['linked', 'linked_server_hidden'],
    ])
    const audit = await graph.database.auditEvent.findMany({
      where: { serverId: id, actor: OPERATOR },
    })
    expect(audit).toMatchObject([{ action: 'server.hide', detail: { note: 'Looked at it' } }])
  })

  it('stays hidden when it is published again, and comes back when it is restored', async () => {
    const { id, name } = await addServer('aiko')
    expect(await moderate(id, 'quarantine', OPERATOR)).toEqual({
      server: { moderation: 'quarantined' },
    })
    const again = manifest(name.slice('com.example/'.length), { title: 'Innocent' })
    await graph.rest('POST', '/registry/servers', { body: again, as: 'aiko' })
    expect((await graph.rest('GET', `/registry/servers/${id}`)).status).toBe(404)
    expect(await moderate(id, 'restore', OPERATOR)).toMatchObject({
      server: { moderation: 'clear' },
    })
    expect((await graph.rest('GET', `/registry/servers/${id}`)).body.title).toBe('Innocent')
  })

  it('settles all open reports of it, and a dismissal only the one', async () => {
    const { id } = await addServer()
    const [first, second, third] = [
      await report(id, 'one'),
      await report(id, 'two'),
      await report(id, 'three'),
    ]
    const stateOf = async () =>
      (
        await graph.database.abuseReport.findMany({
          where: { serverId: id },
          orderBy: { id: 'asc' },
        })
      ).map(({ state }) => state)
    await settle(first.report.id, 'dismiss', OPERATOR)
    expect(await stateOf()).toEqual(['dismissed', 'open', 'open'])
    await settle(second.report.id, 'quarantine', OPERATOR)
    expect(await stateOf()).toEqual(['dismissed', 'upheld', 'upheld'])
    expect(await settle(third.report.id, 'hide', OPERATOR)).toEqual({ code: 'ERR_REPORT_SETTLED' })
  })

  it('is what the first of many decided, when they decide differently at the same moment', async () => {
    const decisions = ['dismiss', 'hide', 'quarantine', 'restore', 'hide', 'dismiss']
    for (let round = 0; round < 3; round += 1) {
      const { id } = await addServer()
      const { report: made } = await report(id, 'one')
      const answers = await Promise.all(
        decisions.map((decision) => settle(made.id, decision, OPERATOR)),
      )
      expect(answers.filter(({ code }) => code === 'ERR_REPORT_SETTLED')).toHaveLength(5)
      const { moderation } = await graph.database.mcpServer.findUniqueOrThrow({ where: { id } })
      const decided = decisions[answers.findIndex(({ report: settled }) => settled)] ?? ''
      expect(moderation).toBe({ hide: 'hidden', quarantine: 'quarantined' }[decided] ?? 'clear')
    }
  })

  it('is decided about while it is published, withdrawn and restored, and nobody waits for ever', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { id, name } = await addServer()
      const onServer = (verb: string) =>
        graph.graphql(`mutation { ${verb}(serverId: "${id}") { __typename } }`, {}, 'aiko')
      const tries = Array.from({ length: 5 }, (_, at) => {
        const body = manifest('', { name, url: undefined, version: `1.${round}.${at + 1}` })
        return [
          moderate(id, 'hide', OPERATOR),
          onServer('withdrawServer'),
          graph.rest('POST', '/registry/servers', { body, as: 'aiko' }),
          onServer('restoreServer'),
          moderate(id, 'restore', OPERATOR),
        ]
      })
      await Promise.all(tries.flat())
    }
    expect(graph.faults).toEqual([])
  })

  it.each<[string, Caller, string]>([
    ['nobody', undefined, 'ERR_SIGN_IN_REQUIRED'],
    ['its owner', 'aiko', 'ERR_FORBIDDEN'],
    ['who reported it', 'ben', 'ERR_FORBIDDEN'],
  ])('is not decided about by %s', async (_who, as, code) => {
    const { id } = await addServer('aiko')
    const { report: made } = await report(id, 'ben')
    expect(await settle(made.id, 'dismiss', as)).toEqual({ code })
    expect(await moderate(id, 'hide', as)).toEqual({ code })
  })
})

it('says to who may not review that those who operate the registry may', async () => {
  const { errors } = await graph.graphql(QUEUE, {}, 'aiko')
  expect(errors).toMatchObject([
    { message: expect.stringMatching(/who operate it/), extensions: { code: 'ERR_FORBIDDEN' } },
  ])
})

describe('an administrator', () => {
  it('gives a namespace to an owner, whoever had it', async () => {
    await graph.rest('POST', '/registry/servers', {
      body: manifest('x', { name: 'com.contested/x1' }),
      as: 'early',
    })
    const granted = async (as: Caller) => {
      const owner = await graph.database.mcpOwner.findUniqueOrThrow({ where: { subject: 'aiko' } })
      const { data } = await graph.graphql(
        `mutation ($ownerId: ID!) { grantNamespace(namespace: "com.contested", ownerId: $ownerId, includesChildren: true) {
          ... on GrantNamespaceSuccess { namespace { method isProven } } ... on Refusal { code } } }`,
        { ownerId: owner.id },
        as,
      )
      return data.grantNamespace
    }
    expect(await granted('early')).toEqual({ code: 'ERR_FORBIDDEN' })
    expect(await granted(OPERATOR)).toEqual({
      namespace: { method: 'administrator', isProven: true },
    })
    expect(
      (
        await graph.rest('POST', '/registry/servers', {
          body: manifest('x', { name: 'com.contested.team/x2', url: undefined }),
          as: 'aiko',
        })
      ).status,
    ).toBe(201)
    expect((await graph.rest('GET', '/registry/servers/com.contested%2Fx1')).status).toBe(404)
  })
})
