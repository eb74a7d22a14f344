import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestGraph, OPERATOR, type TestGraph } from './graph-fixture.ts'
import { inLine } from './in-line.ts'
import { ownershipOf } from './ownership-fixture.ts'

let graph: TestGraph
let owners: ReturnType<typeof ownershipOf>
beforeAll(async () => {
  graph = await createTestGraph()
  owners = ownershipOf(graph)
})
afterAll(() => graph.close())

describe('a renamed server', () => {
  const rename = (serverId: string, name: string, as: string) =>
    owners.mutate('renameServer', { serverId, name }, as)

  it('answers to its old name on every face, by its new one', async () => {
    const serverId = await owners.publish('old-name', 'rena')
    expect(await rename(serverId, 'com.example/new-name', 'rena')).toMatchObject({
      server: { name: 'com.example/new-name' },
    })
    const { data } = await graph.graphql(
      '{ server(name: "COM.example/old-name") { id name formerNames } }',
    )
    expect(data.server).toEqual({
      id: serverId,
      name: 'com.example/new-name',
      formerNames: ['com.example/old-name'],
    })

    for (const path of ['/registry/servers/', '/health/']) {
      const moved = await graph.rest('GET', `${path}com.example%2Fold-name`)
      expect([moved.status, moved.headers.get('location')]).toEqual([
        301,
        `${path}com.example%2Fnew-name`,
      ])
      expect((await graph.rest('GET', moved.headers.get('location') ?? '')).status).toBe(200)
    }
    for (const tail of ['versions', 'versions/latest', 'versions/1.0.0']) {
      const answer = await graph.rest('GET', `/v0.1/servers/com.example%2Fold-name/${tail}`)
      expect(answer.status).toBe(200)
      expect((answer.body.servers?.[0] ?? answer.body).server.name).toBe('com.example/new-name')
    }
    const session = await graph.mcp()
    const called = await session.callTool({
      name: 'get_server',
      args: { server: 'com.example/old-name' },
    })
    expect(JSON.stringify(called)).toContain('com.example/new-name')
    await session.close()
  })

  it('is found by its old name too, whole and in words', async () => {
    const texts = { title: 'Skies', description: 'Tells of the weather', tools: [] }
    const serverId = await owners.publish('zephyr', 'rena', texts)
    const found = async (wish: string) => {
      const { body } = await graph.rest('GET', `/search?q=${encodeURIComponent(wish)}`)
      return body.servers.map(({ name }: { name: string }) => name)
    }
    await rename(serverId, 'com.example/boreas', 'rena')
    for (const wish of ['com.example/zephyr', 'zephyr', 'com.example/boreas', 'boreas'])
      expect(await found(wish)).toEqual(['com.example/boreas'])
    await rename(serverId, 'com.example/zephyr', 'rena')
    for (const wish of ['com.example/zephyr', 'boreas'])
      expect(await found(wish)).toEqual(['com.example/zephyr'])
  })

  it('keeps its old name from others, and may take it back', async () => {
    const serverId = await owners.publish('first-name', 'rena')
    await rename(serverId, 'com.example/second-name', 'rena')
    expect(await owners.publish('first-name', 'mallory', { url: undefined })).toBe(
      'refused: ERR_SERVER_NAME_TAKEN',
    )
    expect(await owners.publish('first-name', 'rena', { version: '1.1.0' })).toBe(
      'refused: ERR_SERVER_RENAMED',
    )
    const other = await owners.publish('other-name', 'mallory')
    expect(await rename(other, 'com.example/First-Name', 'mallory')).toMatchObject({
      code: 'ERR_SERVER_NAME_TAKEN',
    })
    expect(await rename(other, 'com.example/second-name', 'mallory')).toMatchObject({
      code: 'ERR_SERVER_NAME_TAKEN',
    })
    expect(await rename(serverId, 'com.example/first-name', 'rena')).toHaveProperty('server')
    expect((await owners.readServer('com.example/second-name')).name).toBe('com.example/first-name')
    expect(await owners.publish('first-name', 'rena', { version: '1.1.0' })).toBe(serverId)
  })

  it('has its new name in each of its versions, and is the same otherwise, however many there are', async () => {
    const serverId = await owners.publish('versions', 'rena')
    const id = atob(serverId).split(':')[1] ?? ''
    const [first] = await graph.database.mcpServerVersion.findMany({ where: { serverId: id } })
    const manifest = { zebra: 1, name: 'com.example/versions', apple: { b: 1, a: 2 } }
    await graph.database.mcpServerVersion.createMany({
      data: Array.from({ length: 450 }, (_, at) => ({
        serverId: id,
        version: `0.0.${at}`,
        manifest,
        publishedAt: new Date(0),
        updatedAt: new Date(0),
      })),
    })
    await rename(serverId, 'com.example/other-versions', 'rena')
    const rows = await graph.database.mcpServerVersion.findMany({
      where: { serverId: id },
      orderBy: { publishedAt: 'asc' },
    })
    const renamed = JSON.stringify({ ...manifest, name: 'com.example/other-versions' })
    expect(new Set(rows.slice(0, 450).map((row) => JSON.stringify(row.manifest)))).toEqual(
      new Set([renamed]),
    )
    expect(rows[0]).toMatchObject({ definition: null })
    expect(rows.filter(({ updatedAt }) => updatedAt.getTime() === 0)).toEqual([])
    expect(rows.at(-1)?.definition).toEqual({
      ...Object(first?.definition),
      name: 'com.example/other-versions',
    })
  })

  it('holds ten of its old names at most', async () => {
    const serverId = await owners.publish('hoard-0', 'rena')
    for (let at = 1; at <= 10; at += 1)
      expect(await rename(serverId, `com.example/hoard-${at}`, 'rena')).toHaveProperty('server')
    expect(await rename(serverId, 'com.example/hoard-11', 'rena')).toMatchObject({
      code: 'ERR_FORMER_NAME_LIMIT',
    })
  })

  it('changes names with another at the same moment without a deadlock', async () => {
    const ids = [await owners.publish('swap-a', 'rena'), await owners.publish('swap-b', 'rena')]
    const answers = await Promise.all([
      rename(ids[0] ?? '', 'com.example/swap-b', 'rena'),
      rename(ids[1] ?? '', 'com.example/swap-a', 'rena'),
    ])
    expect(answers.map(({ code }) => code)).toEqual([
      'ERR_SERVER_NAME_TAKEN',
      'ERR_SERVER_NAME_TAKEN',
    ])
    expect(graph.faults).toEqual([])
  })
})

describe('a withdrawn server', () => {
  it('is a tombstone until it is restored, with the versions that went with it', async () => {
    const serverId = await owners.publish('phoenix', 'paula')
    await owners.publish('phoenix', 'paula', { version: '2.0.0' })
    const status = async () =>
      (await graph.rest('GET', '/v0.1/servers/com.example%2Fphoenix/versions/latest')).status
    for (const _twice of [1, 2])
      expect(await owners.mutate('withdrawServer', { serverId }, 'paula')).toMatchObject({
        server: { status: 'deleted' },
      })
    expect(await status()).toBe(404)
    expect(await owners.readServer('com.example/phoenix')).toBeNull()
    for (const _twice of [1, 2])
      expect(await owners.mutate('restoreServer', { serverId }, 'paula')).toMatchObject({
        server: { status: 'active' },
      })
    expect(await status()).toBe(200)
    const { data } = await graph.graphql(
      '{ server(name: "com.example/phoenix") { version versions { edges { node { version } } } } }',
    )
    expect(data.server).toMatchObject({ version: '2.0.0', versions: { edges: [{}, {}] } })
    const actions = await graph.database.auditEvent.findMany({
      where: {
        serverId: atob(serverId).split(':')[1] ?? '',
        action: { in: ['server.withdraw', 'server.restore'] },
      },
    })
    expect(actions).toHaveLength(2)
  })
})

describe('a server that an operator does not see', () => {
  it('is brought back by them all the same, and told as null', async () => {
    const serverId = await owners.publish('unseen', 'paula', { visibility: 'private' })
    for (const verb of ['withdrawServer', 'restoreServer'])
      expect(await owners.mutate(verb, { serverId }, OPERATOR)).toEqual({ server: null })
    const { data } = await graph.graphql(
      '{ server(name: "com.example/unseen") { status } }',
      {},
      'paula',
    )
    expect(data.server.status).toBe('active')
  })

  it('is told as null when they have deleted its last version, and a version of it brought back', async () => {
    const serverId = await owners.publish('unseen-now', 'paula')
    const set = async (status: string, version: string | undefined, as: string) => {
      const { data } = await graph.graphql(
        `mutation ($input: SetVersionStatusInput!) { setVersionStatus(input: $input) {
          ... on Refusal { code message }
          ... on SetVersionStatusSuccess { versions server { status } } } }`,
        { input: { serverId, status, version } },
        as,
      )
      return data?.setVersionStatus
    }
    const versions = ['1.0.0']
    expect(await set('deleted', undefined, OPERATOR)).toEqual({ versions, server: null })
    const refused = await set('active', '1.0.0', 'mallory')
    expect(refused.code).toBe('ERR_SERVER_NOT_FOUND')
    expect(refused.message).not.toContain('unseen-now')
    expect(await set('active', '1.0.0', OPERATOR)).toEqual({
      versions,
      server: { status: 'active' },
    })
  })
})

describe('a transfer', () => {
  it('gives a server to who accepts it, not before, and both read of it', async () => {
    await owners.staff('giver')
    await owners.staff('taker')
    await owners.createOrganization('third', 'third-owner')
    const serverId = await owners.publish('gift', 'giver-publisher', { owner: 'giver' })
    expect(
      await owners.mutate('transferServer', { serverId, to: 'taker' }, 'giver-publisher'),
    ).toMatchObject({ code: 'ERR_FORBIDDEN' })
    const offered = await owners.mutate('transferServer', { serverId, to: 'taker' }, 'giver-admin')
    expect(offered['transfer']).toMatchObject({
      state: 'offered',
      serverName: 'com.example/gift',
      to: null,
    })
    expect(await owners.mutate('transferServer', { serverId, to: 'taker' }, 'giver-owner')).toEqual(
      offered,
    )
    expect(
      await owners.mutate('transferServer', { serverId, to: 'third' }, 'giver-owner'),
    ).toMatchObject({ code: 'ERR_TRANSFER_PENDING' })
    const transferId = offered['transfer']?.['id'] ?? ''
    for (const as of ['taker-publisher', 'stranger'])
      expect(await owners.mutate('acceptTransfer', { transferId }, as)).toMatchObject({
        code: 'ERR_TRANSFER_NOT_FOUND',
      })
    expect(await owners.mutate('acceptTransfer', { transferId }, 'giver-admin')).toMatchObject({
      code: 'ERR_FORBIDDEN',
    })
    expect(await owners.mutate('cancelTransfer', { transferId }, 'taker-admin')).toMatchObject({
      code: 'ERR_FORBIDDEN',
    })
    expect((await owners.readServer('com.example/gift')).owner.slug).toBe('giver')
    for (const _twice of [1, 2])
      expect(await owners.mutate('acceptTransfer', { transferId }, 'taker-admin')).toMatchObject({
        transfer: { state: 'accepted' },
      })
    expect((await owners.readServer('com.example/gift')).owner.slug).toBe('taker')
    expect(await owners.mutate('cancelTransfer', { transferId }, 'giver-admin')).toMatchObject({
      code: 'ERR_TRANSFER_SETTLED',
    })
    expect(await owners.publish('gift', 'giver-publisher', { version: '3.0.0' })).toBe(
      'refused: ERR_SERVER_NAME_TAKEN',
    )
    expect(await owners.publish('gift', 'taker-publisher', { version: '3.0.0' })).toBe(serverId)

    for (const [slug, as] of [
      ['giver', 'giver-owner'],
      ['taker', 'taker-owner'],
    ] as const) {
      const { data } = await graph.graphql(
        `{ owner(slug: "${slug}") { auditEvents(filter: { action: "server.transfer" }) { edges { node { actor serverName } } } } }`,
        {},
        as,
      )
      expect(data.owner.auditEvents.edges).toEqual([
        {
          node: { actor: 'taker-admin', serverName: slug === 'taker' ? 'com.example/gift' : null },
        },
      ])
    }
  })

  it('is accepted or cancelled, not both, when both are said at once', async () => {
    await owners.staff('race')
    for (let round = 0; round < 3; round += 1) {
      const serverId = await owners.publish(`race-${round}`, 'racer')
      const { transfer } = await owners.mutate('transferServer', { serverId, to: 'race' }, 'racer')
      const transferId = transfer?.['id']
      const answers = await Promise.all([
        owners.mutate('acceptTransfer', { transferId }, 'race-owner'),
        owners.mutate('cancelTransfer', { transferId }, 'racer'),
      ])
      expect(answers.filter(({ code }) => code === 'ERR_TRANSFER_SETTLED')).toHaveLength(1)
    }
    expect(graph.faults).toEqual([])
  })

  it('of a private server shows the taker its name, and more only when it is theirs', async () => {
    await owners.staff('vault')
    const serverId = await owners.publish('hidden-gift', 'vera', { visibility: 'private' })
    await owners.mutate('transferServer', { serverId, to: 'vault' }, 'vera')
    const read = () =>
      graph.graphql(
        '{ owner(slug: "vault") { incomingTransfers { id serverName server { name } } } }',
        {},
        'vault-admin',
      )
    const [transfer] = (await read()).data.owner.incomingTransfers
    expect(transfer).toMatchObject({ serverName: 'com.example/hidden-gift', server: null })
    expect(
      await owners.mutate('declineTransfer', { transferId: transfer.id }, 'vault-admin'),
    ).toMatchObject({ transfer: { state: 'declined' } })
    expect((await read()).data.owner.incomingTransfers).toEqual([])
  })

  it('that has lapsed is offered anew while its receiver is deleted, and neither waits for ever', async () => {
    const organizationId = await owners.createOrganization('brief', 'bruno')
    const serverId = await owners.publish('brief-gift', 'gita')
    await owners.mutate('transferServer', { serverId, to: 'brief' }, 'gita')
    await graph.database.mcpServerTransfer.updateMany({
      where: { to: { slug: 'brief' } },
      data: { expiresAt: new Date(0) },
    })
    const { id: ownerId } = await graph.database.mcpOwner.findUniqueOrThrow({
      where: { slug: 'brief' },
    })
    await inLine(graph, ownerId, [
      () => owners.mutate('deleteOrganization', { organizationId }, 'bruno'),
      () => owners.mutate('transferServer', { serverId, to: 'brief' }, 'gita'),
    ])
    expect(graph.faults).toEqual([])
  })

  it('does not give away what has become another owner’s meanwhile, who may offer it anew', async () => {
    await owners.createOrganization('before', 'dora')
    const after = await owners.createOrganization('after', 'dora')
    const serverId = await owners.publish('moved-gift', 'dora', { owner: 'before' })
    const offered = await owners.mutate('transferServer', { serverId, to: 'taker' }, 'dora')
    const transferId = offered['transfer']?.['id'] ?? ''
    // As by a proof of the namespace, for the other organization.
    await graph.database.mcpServer.update({
      where: { nameKey: 'com.example/moved-gift' },
      data: { ownerId: atob(after).split(':')[1] ?? '' },
    })
    expect(await owners.mutate('acceptTransfer', { transferId }, 'taker-owner')).toMatchObject({
      code: 'ERR_TRANSFER_SETTLED',
    })
    expect((await owners.readServer('com.example/moved-gift')).owner.slug).toBe('after')
    const anew = await owners.mutate('transferServer', { serverId, to: 'taker' }, 'dora')
    expect(anew['transfer']).toMatchObject({ state: 'offered' })
    expect(anew['transfer']?.['id']).not.toBe(transferId)
  })

  it('lapses after two weeks, and can be offered anew', async () => {
    await owners.staff('late')
    const serverId = await owners.publish('late-gift', 'lars')
    const { transfer } = await owners.mutate('transferServer', { serverId, to: 'late' }, 'lars')
    const transferId = transfer?.['id'] ?? ''
    await graph.database.mcpServerTransfer.updateMany({
      where: { id: atob(transferId).split(':')[1] ?? '' },
      data: { expiresAt: new Date() },
    })
    expect(await owners.mutate('acceptTransfer', { transferId }, 'late-owner')).toMatchObject({
      code: 'ERR_TRANSFER_SETTLED',
    })
    expect(
      (await owners.mutate('transferServer', { serverId, to: 'late' }, 'lars'))['transfer'],
    ).toMatchObject({ state: 'offered' })
  })
})
