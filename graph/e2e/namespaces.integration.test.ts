import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkDueNamespaces, GRACE_MS } from '../src/namespaces/check-due-namespaces.ts'
import { CHECK_INTERVAL_MS, PROOF_LIFETIME_MS } from '../src/namespaces/check-proof.ts'
import { createTestGraph, manifest, type Caller, type TestGraph } from './graph-fixture.ts'
import { inLine } from './in-line.ts'
import { curveKey, domainProof, edwardsKey, moment, serverJson, type Key } from './proof-keys.ts'

let graph: TestGraph
beforeAll(async () => void (graph = await createTestGraph()))
afterAll(() => graph?.close())

async function post(path: string, body: unknown, bearer?: string) {
  const response = await graph.fetch(path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
    },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  return { status: response.status, body: JSON.parse(text), headers: response.headers }
}

async function prove(domain: string, key: Key, as: Caller, other: object = {}) {
  const timestamp = moment()
  const { data, errors } = await graph.graphql(
    `mutation ($input: ProveNamespaceInput!) { proveNamespace(input: $input) {
      ... on ProveNamespaceSuccess { namespace { namespace isProven method owner { name } } }
      ... on Refusal { code message retryAfter } } }`,
    { input: { method: 'dns', domain, timestamp, signedTimestamp: key.sign(timestamp), ...other } },
    as,
  )
  expect(errors).toEqual([])
  return data.proveNamespace
}

const publish = (name: string, as: Caller, other: object = {}) =>
  graph.rest('POST', '/registry/servers', {
    body: manifest('x', { name, url: undefined, ...other }),
    as,
  })

const holder = (namespace: string) =>
  graph.database.mcpNamespace.findUnique({ where: { namespace }, include: { owner: true } })

describe('a proof by somebody who is signed in', () => {
  it('gives the namespace to them, and evicts who held it without a proof', async () => {
    const key = edwardsKey()
    graph.txt('acme.com', [key.record])
    const url = 'https://mcp.acme.com/mcp'
    expect((await publish('com.acme/squat', 'squatter', { url })).status).toBe(201)
    expect(await holder('com.acme')).toMatchObject({ method: 'first_come', provenAt: null })

    expect(await prove('acme.com', key, 'aiko')).toEqual({
      namespace: {
        namespace: 'com.acme',
        isProven: true,
        method: 'dns',
        owner: { name: 'test-client' },
      },
    })
    const gone = await graph.rest('GET', '/registry/servers/com.acme%2Fsquat', { as: 'aiko' })
    expect(gone.status).toBe(404)
    expect((await publish('com.acme/squat', 'aiko', { url })).status).toBe(201)
    expect((await publish('com.acme/other', 'squatter')).body).toMatchObject({
      code: 'ERR_NAMESPACE_TAKEN',
    })

    const disputed = await graph.database.mcpServer.findFirst({
      where: { moderation: 'disputed', owner: { subject: 'squatter' } },
    })
    expect(disputed).toMatchObject({ baseUrl: null, isVerified: false })
    expect(disputed?.name).toMatch(/^disputed\.[0-9a-f-]{36}\/squat$/)
    const seen = await graph.rest('GET', `/registry/servers/${disputed?.id}`, { as: 'squatter' })
    expect(seen.status).toBe(200)
    for (const as of [undefined, 'aiko'])
      expect((await graph.rest('GET', `/registry/servers/${disputed?.id}`, { as })).status).toBe(
        404,
      )

    const told = await graph.database.notification.findMany({ where: { agentUserId: 'squatter' } })
    expect(told).toMatchObject([{ kind: 'namespace_lost', payload: { namespace: 'com.acme' } }])
    const audit = await graph.database.auditEvent.findMany({
      where: { serverId: disputed?.id ?? '' },
    })
    expect(audit.map(({ action }) => action)).toContain('server.dispute')
  })

  it('leaves a server that lost its name to its owner, who shows it again under another', async () => {
    const key = edwardsKey()
    graph.txt('taken.dev', [key.record])
    const { body: mine } = await publish('dev.taken/tool', 'honest')
    await prove('taken.dev', key, 'aiko')
    const rename = async (name: string) => {
      const { data } = await graph.graphql(
        `mutation ($serverId: ID!, $name: String!) { renameServer(serverId: $serverId, name: $name) {
          ... on RenameServerSuccess { server { name moderation } } ... on Refusal { code } } }`,
        { serverId: mine.id, name },
        'honest',
      )
      return data.renameServer
    }
    expect(await rename('dev.taken/other')).toEqual({ code: 'ERR_NAMESPACE_TAKEN' })
    expect((await graph.rest('GET', `/registry/servers/${mine.id}`)).status).toBe(404)
    const server = { name: 'com.honest/tool', moderation: 'clear' }
    expect(await rename('com.honest/tool')).toEqual({ server })
    expect((await graph.rest('GET', `/registry/servers/${mine.id}`)).body.name).toBe(server.name)
  })

  it('of a domain below takes nothing from who has proven the one above', async () => {
    const [above, below] = [edwardsKey(), edwardsKey()]
    graph.txt('host.dev', [above.record])
    graph.txt('guest.host.dev', [below.record])
    await prove('host.dev', above, 'aiko')
    await publish('dev.host.guest/x1', 'aiko')
    expect(await prove('guest.host.dev', below, 'ben')).toMatchObject({
      namespace: { isProven: true },
    })
    const { body } = await graph.rest('GET', '/registry/servers/dev.host.guest%2Fx1')
    expect(body.owner.name).toBe('test-client')
    expect((await publish('dev.host.guest/x2', 'ben')).status).toBe(201)
    const again = { version: '1.1.0' }
    expect((await publish('dev.host.guest/x1', 'aiko', again)).status).toBe(201)
    expect((await publish('dev.host.guest/x2', 'aiko', again)).status).toBe(409)
  })

  it('has its turn before or after a proof of the domain above, never in between', async () => {
    const [above, below] = [edwardsKey(), edwardsKey()]
    graph.txt('tower.dev', [above.record])
    graph.txt('top.tower.dev', [below.record])
    await publish('dev.tower.top/x1', 'ben')
    await Promise.all([prove('tower.dev', above, 'aiko'), prove('top.tower.dev', below, 'ben')])
    const { body } = await graph.rest('GET', '/registry/servers/dev.tower.top%2Fx1')
    expect(body).toMatchObject({ name: 'dev.tower.top/x1' })
    expect(await holder('dev.tower.top')).toMatchObject({ owner: { subject: 'ben' } })
    expect(await holder('dev.tower')).toMatchObject({ owner: { subject: 'aiko' } })
  })

  it('joins the owner that was made for a proof without a sign-in', async () => {
    const key = edwardsKey()
    graph.txt('pipeline.dev', [key.record])
    const { body } = await post('/v0.1/auth/dns', domainProof('pipeline.dev', key))
    await post('/v0.1/publish', serverJson('dev.pipeline/x1'), body.registry_token)
    const before = await holder('dev.pipeline')

    expect(await prove('pipeline.dev', key, 'aiko')).toMatchObject({
      namespace: { owner: { name: 'pipeline.dev' } },
    })
    expect((await holder('dev.pipeline'))?.ownerId).toBe(before?.ownerId)
    const member = await graph.database.mcpOwnerMember.findFirst({
      where: { ownerId: before?.ownerId ?? '', subject: 'aiko' },
    })
    expect(member?.role).toBe('owner')
    expect((await publish('dev.pipeline/x2', 'aiko')).body.owner.name).toBe('pipeline.dev')
    // The key goes on publishing for the same owner.
    const again = await post('/v0.1/auth/dns', domainProof('pipeline.dev', key))
    expect(
      await post('/v0.1/publish', serverJson('dev.pipeline/x3'), again.body.registry_token),
    ).toMatchObject({ status: 200 })
    expect(
      await graph.database.mcpServer.count({
        where: { ownerId: before?.ownerId ?? '', isVerified: true },
      }),
    ).toBe(3)
  })

  it('is taken through REST, too', async () => {
    const key = edwardsKey()
    graph.txt('rest.dev', [key.record])
    const timestamp = moment()
    const proof = { domain: 'rest.dev', timestamp, signedTimestamp: key.sign(timestamp) }
    const body = { method: 'dns', ...proof }
    const answer = await graph.rest('POST', '/registry/namespaces', { body, as: 'aiko' })
    expect(answer).toMatchObject({ status: 200, body: { namespace: 'dev.rest' } })
    const anonymous = await graph.rest('POST', '/registry/namespaces', { body })
    expect(anonymous.status).toBe(401)
    const incomplete = { method: 'dns', domain: 'rest.dev' }
    expect(
      await graph.rest('POST', '/registry/namespaces', { body: incomplete, as: 'aiko' }),
    ).toMatchObject({ status: 422, body: { code: 'ERR_INPUT_INVALID' } })
  })

  it('gives names back to who lost them to a pipeline with the same proof', async () => {
    const key = edwardsKey()
    graph.txt('lost.dev', [key.record])
    const { body: mine } = await publish('dev.lost/x1', 'aiko')
    await post('/v0.1/auth/dns', domainProof('lost.dev', key))
    expect((await graph.rest('GET', '/registry/servers/dev.lost%2Fx1')).status).toBe(404)
    await prove('lost.dev', key, 'aiko')
    const { body } = await graph.rest('GET', '/registry/servers/dev.lost%2Fx1')
    expect(body).toMatchObject({ id: mine.id, name: 'dev.lost/x1' })
  })

  it('is refused while the proof of another owner stands, and succeeds once that key is gone', async () => {
    const [first, second] = [edwardsKey(), curveKey()]
    graph.txt('shared.dev', [first.record, second.record])
    await prove('shared.dev', first, 'aiko')
    expect(await prove('shared.dev', second, 'ben')).toMatchObject({ code: 'ERR_NAMESPACE_TAKEN' })
    // The same key in other hands is no proof against who holds it either.
    expect(await prove('shared.dev', first, 'ben')).toMatchObject({ code: 'ERR_NAMESPACE_TAKEN' })

    await publish('dev.shared/x1', 'aiko')
    graph.txt('shared.dev', [second.record])
    expect(await prove('shared.dev', second, 'ben')).toMatchObject({
      namespace: { isProven: true },
    })
    expect(await publish('dev.shared/x1', 'ben')).toMatchObject({ status: 201 })
  })

  it('gives the namespace to one of two who prove it at the same time', async () => {
    const [first, second] = [edwardsKey(), edwardsKey()]
    graph.txt('race.dev', [first.record, second.record])
    const [one, two] = await Promise.all([
      prove('race.dev', first, 'aiko'),
      prove('race.dev', second, 'ben'),
    ])
    expect([one, two].filter(({ namespace }) => namespace)).toHaveLength(1)
    expect([one, two].filter(({ code }) => code === 'ERR_NAMESPACE_TAKEN')).toHaveLength(1)
  })

  it.each(['a person', 'a pipeline'])(
    'is not given to an organization that is deleted while %s proves it',
    async (prover) => {
      const key = edwardsKey()
      const label = `leaving-${prover.slice(2)}`
      graph.txt(`${label}.dev`, [key.record])
      const byPipeline = () => post('/v0.1/auth/dns', domainProof(`${label}.dev`, key))
      await byPipeline()
      await prove(`${label}.dev`, key, 'aiko')
      const { ownerId = '' } = (await holder(`dev.${label}`)) ?? {}
      const remove = () =>
        graph.graphql(
          'mutation ($id: ID!) { deleteOrganization(organizationId: $id) { __typename } }',
          { id: btoa(`Owner:${ownerId}`) },
          'aiko',
        )

      const again = () =>
        prover === 'a person' ? prove(`${label}.dev`, key, 'aiko') : byPipeline()
      await inLine(graph, ownerId, [remove, again])
      const organization = await graph.database.mcpOwner.findUniqueOrThrow({
        where: { id: ownerId },
        include: { members: true },
      })
      expect(organization).toMatchObject({ members: [] })
      expect(organization.deletedAt).not.toBeNull()
      expect((await holder(`dev.${label}`))?.owner).toMatchObject({ deletedAt: null })
    },
  )

  it('never leaves a server of a squatter standing that was published while the proof came in', async () => {
    const key = edwardsKey()
    graph.txt('meanwhile.dev', [key.record])
    await Promise.all([
      prove('meanwhile.dev', key, 'aiko'),
      ...Array.from({ length: 6 }, (_, index) =>
        publish(`dev.meanwhile.team/x${index}`, 'squatter'),
      ),
    ])
    const standing = await graph.database.mcpServer.count({
      where: { nameKey: { startsWith: 'dev.meanwhile' } },
    })
    expect(standing).toBe(0)
  })

  it('needs a sign-in, and the role of an owner or admin for an organization', async () => {
    const key = edwardsKey()
    graph.txt('orga.dev', [key.record])
    expect(await prove('orga.dev', key, undefined)).toMatchObject({ code: 'ERR_SIGN_IN_REQUIRED' })
    const organization = await graph.database.mcpOwner.create({
      data: {
        type: 'organization',
        name: 'Orga',
        slug: 'orga',
        members: {
          create: [
            { subject: 'boss', role: 'admin' },
            { subject: 'worker', role: 'publisher' },
          ],
        },
      },
    })
    const { data } = await graph.graphql('{ viewer { organizations { id } } }', {}, 'boss')
    const ownerId = data.viewer.organizations[0]?.id
    expect(await prove('orga.dev', key, 'worker', { ownerId })).toMatchObject({
      code: 'ERR_FORBIDDEN',
    })
    expect(await prove('orga.dev', key, 'stranger', { ownerId })).toMatchObject({
      code: 'ERR_OWNER_NOT_FOUND',
    })
    expect(await prove('orga.dev', key, 'boss', { ownerId })).toMatchObject({
      namespace: { owner: { name: 'Orga' } },
    })
    // Whoever may publish for the organization publishes in its namespace, in its name.
    const { body } = await publish('dev.orga/x1', 'worker')
    expect(body.owner).toMatchObject({ id: organization.id })
  })
})

describe('a namespace that nobody has proven', () => {
  it('is who first published in it, one name after the other', async () => {
    expect((await publish('com.early/x1', 'aiko')).status).toBe(201)
    expect((await publish('com.early/x2', 'aiko')).status).toBe(201)
    expect(await publish('com.early/x3', 'ben')).toMatchObject({
      status: 403,
      body: { code: 'ERR_NAMESPACE_TAKEN' },
    })
    // What is below is another namespace, as long as nobody has proven the one above.
    expect((await publish('com.early.team/x3', 'ben')).status).toBe(201)
  })

  it('is one owner’s, also where two come first at the same moment', async () => {
    const answers = await Promise.all(
      ['aiko', 'ben'].map((as) => publish(`com.moment/by-${as}`, as)),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 403])
  })

  it('is nobody’s where names of it are known from elsewhere, until it is proven', async () => {
    await graph.database.mcpServer.create({
      data: {
        name: 'dev.known/old',
        nameKey: 'dev.known/old',
        title: 'Old',
        description: 'Old',
        version: '1.0.0',
        source: 'imported',
      },
    })
    expect((await publish('dev.known/new', 'ben')).body).toMatchObject({
      code: 'ERR_NAMESPACE_UNPROVEN',
    })
    const key = edwardsKey()
    graph.txt('known.dev', [key.record])
    await prove('known.dev', key, 'aiko')
    expect((await publish('dev.known/new', 'aiko')).status).toBe(201)
    const { data } = await graph.graphql(
      '{ server(name: "dev.known/old") { isVerified owner { name } } }',
    )
    expect(data.server).toEqual({ isVerified: true, owner: { name: 'test-client' } })
  })

  it('is not taken for a name that is kept for examples, which stays open to all', async () => {
    expect((await publish('com.example/by-aiko', 'aiko')).status).toBe(201)
    expect((await publish('com.example/by-ben', 'ben')).status).toBe(201)
    expect(await holder('com.example')).toBeNull()
  })

  it('cannot be one that the operator keeps', async () => {
    expect((await publish('dev.toolgraph.team/x1', 'aiko')).body).toMatchObject({
      code: 'ERR_NAMESPACE_RESERVED',
    })
    expect((await publish('dev.toolgraph/x1', 'booking')).status).toBe(201)
  })

  it('can be held twenty times by one owner', async () => {
    const answers = []
    for (let count = 0; count < 21; count += 1)
      answers.push(await publish(`com.many${count}/x1`, 'collector'))
    expect(answers.map(({ status }) => status)).toEqual([...Array<number>(20).fill(201), 403])
    expect(answers.at(-1)?.body).toMatchObject({ code: 'ERR_NAMESPACE_LIMIT' })
  })

  it('is kept from being shown where it can be taken for a well-known one', async () => {
    await graph.database.mcpServer.create({
      data: {
        name: 'com.notion/mcp',
        nameKey: 'com.notion/mcp',
        title: 'N',
        description: 'N',
        version: '1.0.0',
        source: 'catalog',
      },
    })
    const { body } = await publish('com.n0tion/mcp', 'mimic')
    expect((await graph.rest('GET', `/registry/servers/${body.id}`)).status).toBe(404)
    const { data } = await graph.graphql(
      'query ($id: ID!) { node(id: $id) { ... on Server { moderation moderationNote } } }',
      { id: Buffer.from(`Server:${body.id}`).toString('base64url') },
      'mimic',
    )
    if (data.node) expect(data.node).toMatchObject({ moderation: 'quarantined' })
    const reports = await graph.database.abuseReport.findMany({ where: { serverId: body.id } })
    expect(reports).toMatchObject([{ reason: 'confusable_name', reporter: null, state: 'open' }])
  })
})

describe('a proof', () => {
  const later = (ms: number) => ({
    ...graph.services,
    signal: new AbortController().signal,
    now: () => new Date(Date.now() + ms),
  })

  it('is looked at again: a record that stands counts on, one that is gone runs out, and its owner is told', async () => {
    const key = edwardsKey()
    graph.txt('lasting.dev', [key.record])
    await prove('lasting.dev', key, 'aiko')
    await publish('dev.lasting/x1', 'aiko')
    const verified = async () =>
      (await graph.database.mcpServer.findUniqueOrThrow({ where: { nameKey: 'dev.lasting/x1' } }))
        .isVerified
    const until = async () => (await holder('dev.lasting'))?.provenUntil?.getTime() ?? 0

    const first = await until()
    await checkDueNamespaces(later(CHECK_INTERVAL_MS + 1000))
    expect(await until()).toBeGreaterThan(first)

    graph.txt('lasting.dev', 'unreadable')
    const second = await until()
    await checkDueNamespaces(later(2 * CHECK_INTERVAL_MS + 5000))
    expect(await until()).toBe(second)
    expect(await verified()).toBe(true)

    graph.txt('lasting.dev', [])
    await checkDueNamespaces(later(3 * CHECK_INTERVAL_MS + 9000))
    expect(await until()).toBeLessThan(Date.now() + 3 * CHECK_INTERVAL_MS + 10_000 + GRACE_MS)
    expect(await verified()).toBe(true)
    await checkDueNamespaces(later(4 * CHECK_INTERVAL_MS + 13_000))
    await checkDueNamespaces(later(PROOF_LIFETIME_MS))
    expect(await verified()).toBe(false)
    await checkDueNamespaces(later(PROOF_LIFETIME_MS + 1000))
    const told = await graph.database.notification.findMany({
      where: { agentUserId: 'aiko', kind: { startsWith: 'proof_' } },
      orderBy: { createdAt: 'asc' },
    })
    expect(told).toMatchObject([
      {
        kind: 'proof_gone',
        payload: { namespace: 'dev.lasting', provenUntil: expect.any(String) },
      },
      { kind: 'proof_lapsed', payload: { namespace: 'dev.lasting' } },
    ])
    // It stays theirs, provisionally.
    expect(await holder('dev.lasting')).toMatchObject({ method: 'first_come', provenAt: null })
    expect((await publish('dev.lasting/x2', 'ben')).status).toBe(403)
  })

  it('gives its owner what is imported into the namespace later, and others what they have proven below', async () => {
    const [above, below] = [edwardsKey(), edwardsKey()]
    graph.txt('wide.dev', [above.record])
    graph.txt('narrow.wide.dev', [below.record])
    await prove('wide.dev', above, 'aiko')
    await prove('narrow.wide.dev', below, 'ben')
    const owners = {
      'dev.wide/x': 'aiko',
      'dev.wide.team.deep/x': 'aiko',
      'dev.wide.narrow/x': 'ben',
      'dev.wider/x': undefined,
    }
    await graph.database.mcpServer.createMany({
      data: Object.keys(owners).map((name) => ({
        name,
        nameKey: name,
        title: name,
        description: '',
        version: '1.0.0',
        source: 'imported',
      })),
    })
    await graph.services.namespaces.tidy(new Date())
    const servers = await graph.database.mcpServer.findMany({
      where: { name: { in: Object.keys(owners) } },
      select: { name: true, owner: { select: { subject: true } } },
    })
    const found = servers.map(({ name, owner }) => [name, owner?.subject ?? undefined])
    expect(Object.fromEntries(found)).toEqual(owners)
  })

  it('is looked at with all others that are due, however many', async () => {
    const key = edwardsKey()
    graph.txt('many.dev', [key.record])
    await prove('many.dev', key, 'aiko')
    const { ownerId = '' } = (await holder('dev.many')) ?? {}
    const due = new Date(Date.now() - 1000)
    await graph.database.mcpNamespace.createMany({
      data: Array.from({ length: 50 }, (_, at) => ({
        namespace: `dev.many${at}`,
        ownerId,
        method: 'dns',
        provenAt: due,
        proof: 'v=MCPv1',
        provenUntil: new Date(Date.now() + PROOF_LIFETIME_MS),
        checkDueAt: due,
        createdAt: due,
      })),
    })
    await checkDueNamespaces(later(0))
    const left = { checkDueAt: { lte: new Date(Date.now() + 3_600_000) } }
    expect(await graph.database.mcpNamespace.count({ where: left })).toBe(0)
  })

  it('is looked at by one replica', async () => {
    const key = edwardsKey()
    graph.txt('claimed.dev', [key.record])
    await prove('claimed.dev', key, 'aiko')
    await graph.database.mcpNamespace.updateMany({
      where: { namespace: { not: 'dev.claimed' } },
      data: { checkDueAt: null },
    })
    const looked = await Promise.all([
      checkDueNamespaces(later(CHECK_INTERVAL_MS + 1000)),
      checkDueNamespaces(later(CHECK_INTERVAL_MS + 1000)),
    ])
    expect(looked.toSorted()).toEqual([0, 1])
  })
})
