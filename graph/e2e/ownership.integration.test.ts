import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestGraph, manifest, OPERATOR, type TestGraph } from './graph-fixture.ts'
import { ownershipOf } from './ownership-fixture.ts'

let graph: TestGraph
let owners: ReturnType<typeof ownershipOf>
beforeAll(async () => {
  graph = await createTestGraph()
  owners = ownershipOf(graph)
})
afterAll(() => graph.close())

/** An organization with one member of each role: `<slug>-owner`, `<slug>-admin`, … */
async function staffed(slug: string): Promise<string> {
  const by = `${slug}-owner`
  const id = await owners.createOrganization(slug, by)
  for (const role of ['admin', 'publisher', 'viewer'])
    await owners.join(id, role, { by, as: `${slug}-${role}` })
  return id
}

async function publish(name: string, as: string, other: object = {}) {
  const answer = await owners.mutate('publishServer', { input: manifest(name, other) }, as)
  return answer['server']?.['id'] ?? `refused: ${answer.code}`
}

async function ownersOf(name: string, as?: string) {
  const { data } = await graph.graphql(
    '($name: String!) { server(name: $name) { name owner { slug } } }'.replace('(', 'query ('),
    { name },
    as,
  )
  return data.server
}

describe('an organization', () => {
  it('is created, renamed and deleted, and its slug is never given again', async () => {
    const id = await owners.createOrganization('harbour', 'hana')
    expect(
      await owners.mutate(
        'createOrganization',
        { input: { slug: 'HARBOUR ', name: 'X' } },
        'mallory',
      ),
    ).toMatchObject({ code: 'ERR_SLUG_TAKEN' })
    const input = { organizationId: id, name: 'The new harbour' }
    expect(await owners.mutate('updateOrganization', { input }, 'hana')).toMatchObject({
      organization: { slug: 'harbour', name: 'The new harbour', role: 'owner' },
    })
    expect(await owners.mutate('deleteOrganization', { organizationId: id }, 'hana')).toEqual({
      organizationId: id,
    })
    expect(await owners.mutate('deleteOrganization', { organizationId: id }, 'hana')).toMatchObject(
      {
        code: 'ERR_OWNER_NOT_FOUND',
      },
    )
    expect(await owners.createOrganization('harbour', 'hana')).toBe('refused: ERR_SLUG_TAKEN')
    const { data } = await graph.graphql('{ viewer { organizations { slug } } }', {}, 'hana')
    expect(data.viewer.organizations).toEqual([])
  })

  it.each(['a', '-ab', 'ab-', 'a--b', 'a b', 'a/b', 'admin', 'ü', 'a'.repeat(40)])(
    'is not called "%s"',
    async (slug) => {
      const input = { slug, name: 'Some name' }
      expect(await owners.mutate('createOrganization', { input }, 'hana')).toMatchObject({
        code: 'ERR_INPUT_INVALID',
      })
    },
  )

  it('has no name that cannot be seen', async () => {
    const input = { slug: 'unseen', name: 'Go\u202Eogle' }
    expect(await owners.mutate('createOrganization', { input }, 'hana')).toMatchObject({
      code: 'ERR_INPUT_INVALID',
    })
  })

  it('is made by a person twenty times, also when twenty-five are asked for at once', async () => {
    const made = await Promise.all(
      Array.from({ length: 25 }, (_, at) => owners.createOrganization(`fleet-${at}`, 'freya')),
    )
    expect(made.filter((id) => id === 'refused: ERR_OWNERSHIP_LIMIT')).toHaveLength(5)
  })

  it('is not deleted while it has servers, withdrawn ones included', async () => {
    const organizationId = await staffed('depot')
    const serverId = await publish('depot-one', 'depot-owner', { owner: 'depot' })
    await owners.mutate('withdrawServer', { serverId }, 'depot-owner')
    expect(
      await owners.mutate('deleteOrganization', { organizationId }, 'depot-owner'),
    ).toMatchObject({ code: 'ERR_ORGANIZATION_NOT_EMPTY' })
  })

  it('shows its members to members, and nothing of itself to a stranger until it has a public server', async () => {
    await staffed('quiet')
    const read = (as?: string) =>
      graph.graphql(
        '{ owner(slug: "quiet") { name role members { subject } invitations { id } } }',
        {},
        as,
      )
    expect((await read('quiet-viewer')).data.owner).toMatchObject({
      role: 'viewer',
      members: [{}, {}, {}, {}],
    })
    expect((await read('stranger')).data.owner).toBeNull()
    await publish('quiet-public', 'quiet-publisher', { owner: 'quiet' })
    expect((await read('stranger')).data.owner).toEqual({
      name: 'The quiet',
      role: null,
      members: [],
      invitations: [],
    })
  })
})

describe('an invitation', () => {
  it('tells who holds its link what it is for, and is used once', async () => {
    const id = await owners.createOrganization('invites', 'ines')
    const { token } = await owners.mutate(
      'inviteMember',
      { organizationId: id, role: 'publisher' },
      'ines',
    )
    const ask = 'query ($token: String!) { invitation(token: $token) { organizationSlug role } }'
    expect((await graph.graphql(ask, { token })).data.invitation).toEqual({
      organizationSlug: 'invites',
      role: 'publisher',
    })
    expect(await owners.mutate('acceptInvitation', { token }, 'pavel')).toMatchObject({
      joined: true,
      organization: { role: 'publisher' },
    })
    expect(await owners.mutate('acceptInvitation', { token }, 'pavel')).toMatchObject({
      joined: false,
    })
    expect(await owners.mutate('acceptInvitation', { token }, 'mallory')).toMatchObject({
      code: 'ERR_INVITATION_NOT_FOUND',
    })
    const { data, errors } = await graph.graphql(ask, { token }, 'mallory')
    expect([data, errors[0]?.extensions?.code]).toEqual([null, 'ERR_INVITATION_NOT_FOUND'])
  })

  it('makes one member of ten who use it at once', async () => {
    const organizationId = await owners.createOrganization('rush', 'rosa')
    const { token } = await owners.mutate(
      'inviteMember',
      { organizationId, role: 'viewer' },
      'rosa',
    )
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, at) =>
        owners.mutate('acceptInvitation', { token }, `guest-${at}`),
      ),
    )
    expect(answers.filter((answer) => answer['joined'])).toHaveLength(1)
  })

  it('is worthless when it was revoked, has expired, or its maker was taken out', async () => {
    const organizationId = await staffed('lapse')
    const invite = async (as: string) =>
      owners.mutate('inviteMember', { organizationId, role: 'viewer' }, as)
    const revoked = await invite('lapse-owner')
    const { invitationId } = revoked
    for (const _twice of [1, 2])
      expect(
        await owners.mutate('revokeInvitation', { organizationId, invitationId }, 'lapse-admin'),
      ).toHaveProperty('organization')
    const expired = await invite('lapse-owner')
    await graph.database.mcpInvitation.updateMany({
      where: { id: atob(expired['invitationId'] ?? '').split(':')[1] ?? '' },
      data: { expiresAt: new Date() },
    })
    const orphaned = await invite('lapse-admin')
    await owners.mutate('removeMember', { organizationId, subject: 'lapse-admin' }, 'lapse-owner')
    for (const { token } of [revoked, expired, orphaned])
      expect(await owners.mutate('acceptInvitation', { token }, 'lapse-admin')).toMatchObject({
        code: 'ERR_INVITATION_NOT_FOUND',
      })
  })

  it('ends with the role of who made it', async () => {
    const organizationId = await staffed('demote')
    const { token } = await owners.mutate(
      'inviteMember',
      { organizationId, role: 'admin' },
      'demote-admin',
    )
    const demotion = { organizationId, subject: 'demote-admin', role: 'viewer' }
    await owners.mutate('setMemberRole', demotion, 'demote-owner')
    expect(await owners.mutate('acceptInvitation', { token }, 'accomplice')).toMatchObject({
      code: 'ERR_INVITATION_NOT_FOUND',
    })
  })

  it('is kept as a hash only', async () => {
    const organizationId = await owners.createOrganization('hashes', 'ines')
    const { token } = await owners.mutate(
      'inviteMember',
      { organizationId, role: 'viewer' },
      'ines',
    )
    const kept = await graph.database.mcpInvitation.findMany()
    const audit = await graph.database.auditEvent.findMany()
    expect(JSON.stringify([kept, audit])).not.toContain(token)
  })
})

describe('members', () => {
  it('change roles: an admin touches no owner, and the last owner stays', async () => {
    const organizationId = await staffed('ranks')
    const set = (subject: string, role: string, as: string) =>
      owners.mutate('setMemberRole', { organizationId, subject, role }, as)
    expect(await set('ranks-viewer', 'publisher', 'ranks-admin')).toHaveProperty('organization')
    expect(await set('ranks-viewer', 'owner', 'ranks-admin')).toMatchObject({
      code: 'ERR_FORBIDDEN',
    })
    expect(await set('ranks-owner', 'viewer', 'ranks-admin')).toMatchObject({
      code: 'ERR_FORBIDDEN',
    })
    expect(
      await owners.mutate(
        'removeMember',
        { organizationId, subject: 'ranks-owner' },
        'ranks-admin',
      ),
    ).toMatchObject({ code: 'ERR_FORBIDDEN' })
    expect(
      await owners.mutate('inviteMember', { organizationId, role: 'owner' }, 'ranks-admin'),
    ).toMatchObject({ code: 'ERR_FORBIDDEN' })
    expect(await set('nobody', 'viewer', 'ranks-owner')).toMatchObject({
      code: 'ERR_MEMBER_NOT_FOUND',
    })
    expect(await set('ranks-owner', 'admin', 'ranks-owner')).toMatchObject({
      code: 'ERR_LAST_OWNER',
    })
    expect(
      await owners.mutate('leaveOrganization', { organizationId }, 'ranks-owner'),
    ).toMatchObject({ code: 'ERR_LAST_OWNER' })
    expect(await set('ranks-admin', 'owner', 'ranks-owner')).toHaveProperty('organization')
    expect(await owners.mutate('leaveOrganization', { organizationId }, 'ranks-owner')).toEqual({
      organizationId,
    })
    expect(
      await owners.mutate('leaveOrganization', { organizationId }, 'ranks-owner'),
    ).toMatchObject({ code: 'ERR_OWNER_NOT_FOUND' })
  })

  it('never leave an organization without an owner, also when all owners leave at once', async () => {
    const organizationId = await owners.createOrganization('exodus', 'o-0')
    for (const at of [1, 2, 3, 4])
      await owners.join(organizationId, 'owner', { by: 'o-0', as: `o-${at}` })
    const answers = await Promise.all(
      [0, 1, 2, 3, 4].map((at) =>
        owners.mutate('leaveOrganization', { organizationId }, `o-${at}`),
      ),
    )
    expect(answers.filter(({ code }) => code === 'ERR_LAST_OWNER')).toHaveLength(1)
  })
})

describe('publishing for an organization', () => {
  it('is for its publishers, and the server is the organization’s', async () => {
    await staffed('press')
    expect(await publish('press-one', 'press-publisher', { owner: 'PRESS' })).not.toContain(
      'refused',
    )
    expect(await ownersOf('com.example/press-one')).toEqual({
      name: 'com.example/press-one',
      owner: { slug: 'press' },
    })
    // A further version needs no owner: it is whose it is.
    expect(await publish('press-one', 'press-admin', { version: '1.1.0' })).not.toContain('refused')
    expect(await publish('press-one', 'press-viewer', { version: '1.2.0' })).toBe(
      'refused: ERR_SERVER_NAME_TAKEN',
    )
    expect(await publish('press-two', 'press-viewer', { owner: 'press' })).toBe(
      'refused: ERR_FORBIDDEN',
    )
    expect(await publish('press-two', 'stranger', { owner: 'press' })).toBe(
      'refused: ERR_FORBIDDEN',
    )
    expect(await publish('press-two', 'stranger', { owner: 'no-such' })).toBe(
      'refused: ERR_OWNER_NOT_FOUND',
    )
  })

  it('does not change whose a server is', async () => {
    await staffed('mine')
    await publish('mine-one', 'mine-owner')
    expect(await publish('mine-one', 'mine-owner', { owner: 'mine' })).toBe(
      'refused: ERR_OWNER_DIFFERS',
    )
  })

  it('keeps a publisher from hiding servers from others, and from what is hidden from them', async () => {
    await staffed('veil')
    const secret = { owner: 'veil', visibility: 'private' }
    expect(await publish('veil-one', 'veil-publisher', secret)).toBe('refused: ERR_FORBIDDEN')
    const serverId = await publish('veil-one', 'veil-admin', secret)
    expect(await publish('veil-one', 'veil-publisher', { version: '2.0.0' })).toBe(
      'refused: ERR_SERVER_NAME_TAKEN',
    )
    expect(await owners.mutate('withdrawServer', { serverId }, 'veil-publisher')).toMatchObject({
      code: 'ERR_SERVER_NOT_FOUND',
    })
    const other = await publish('veil-two', 'veil-publisher', { owner: 'veil' })
    const input = { serverId: other, visibility: 'private' }
    expect(await owners.mutate('updateServer', { input }, 'veil-publisher')).toMatchObject({
      code: 'ERR_FORBIDDEN',
    })
  })

  it('does not bring back for a publisher what an admin withdrew', async () => {
    await staffed('tide')
    const serverId = await publish('tide-one', 'tide-publisher', { owner: 'tide' })
    await owners.mutate('withdrawServer', { serverId }, 'tide-admin')
    expect(await publish('tide-one', 'tide-publisher', { version: '2.0.0' })).toBe(
      'refused: ERR_FORBIDDEN',
    )
    expect(await publish('tide-one', 'tide-admin', { version: '2.0.0' })).toBe(serverId)
  })
})

describe('a renamed server', () => {
  const rename = (serverId: string, name: string, as: string) =>
    owners.mutate('renameServer', { serverId, name }, as)

  it('answers to its old name on every face, by its new one', async () => {
    const serverId = await publish('old-name', 'rena')
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

  it('keeps its old name from others, and may take it back', async () => {
    const serverId = await publish('first-name', 'rena')
    await rename(serverId, 'com.example/second-name', 'rena')
    expect(await publish('first-name', 'mallory', { url: undefined })).toBe(
      'refused: ERR_SERVER_NAME_TAKEN',
    )
    expect(await publish('first-name', 'rena', { version: '1.1.0' })).toBe(
      'refused: ERR_SERVER_RENAMED',
    )
    const other = await publish('other-name', 'mallory')
    expect(await rename(other, 'com.example/First-Name', 'mallory')).toMatchObject({
      code: 'ERR_SERVER_NAME_TAKEN',
    })
    expect(await rename(other, 'com.example/second-name', 'mallory')).toMatchObject({
      code: 'ERR_SERVER_NAME_TAKEN',
    })
    expect(await rename(serverId, 'com.example/first-name', 'rena')).toHaveProperty('server')
    expect((await ownersOf('com.example/second-name')).name).toBe('com.example/first-name')
    expect(await publish('first-name', 'rena', { version: '1.1.0' })).toBe(serverId)
  })

  it('has its new name in each of its versions, and is the same otherwise, however many there are', async () => {
    const serverId = await publish('versions', 'rena')
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
    const serverId = await publish('hoard-0', 'rena')
    for (let at = 1; at <= 10; at += 1)
      expect(await rename(serverId, `com.example/hoard-${at}`, 'rena')).toHaveProperty('server')
    expect(await rename(serverId, 'com.example/hoard-11', 'rena')).toMatchObject({
      code: 'ERR_FORMER_NAME_LIMIT',
    })
  })

  it('changes names with another at the same moment without a deadlock', async () => {
    const ids = [await publish('swap-a', 'rena'), await publish('swap-b', 'rena')]
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
    const serverId = await publish('phoenix', 'paula')
    await publish('phoenix', 'paula', { version: '2.0.0' })
    const status = async () =>
      (await graph.rest('GET', '/v0.1/servers/com.example%2Fphoenix/versions/latest')).status
    for (const _twice of [1, 2])
      expect(await owners.mutate('withdrawServer', { serverId }, 'paula')).toMatchObject({
        server: { status: 'deleted' },
      })
    expect(await status()).toBe(404)
    expect(await ownersOf('com.example/phoenix')).toBeNull()
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

describe('a transfer', () => {
  it('gives a server to who accepts it, not before, and both read of it', async () => {
    await staffed('giver')
    await staffed('taker')
    await owners.createOrganization('third', 'third-owner')
    const serverId = await publish('gift', 'giver-publisher', { owner: 'giver' })
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
    expect((await ownersOf('com.example/gift')).owner.slug).toBe('giver')
    for (const _twice of [1, 2])
      expect(await owners.mutate('acceptTransfer', { transferId }, 'taker-admin')).toMatchObject({
        transfer: { state: 'accepted' },
      })
    expect((await ownersOf('com.example/gift')).owner.slug).toBe('taker')
    expect(await owners.mutate('cancelTransfer', { transferId }, 'giver-admin')).toMatchObject({
      code: 'ERR_TRANSFER_SETTLED',
    })
    expect(await publish('gift', 'giver-publisher', { version: '3.0.0' })).toBe(
      'refused: ERR_SERVER_NAME_TAKEN',
    )
    expect(await publish('gift', 'taker-publisher', { version: '3.0.0' })).toBe(serverId)

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
    await staffed('race')
    for (let round = 0; round < 3; round += 1) {
      const serverId = await publish(`race-${round}`, 'racer')
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
    await staffed('vault')
    const serverId = await publish('hidden-gift', 'vera', { visibility: 'private' })
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

  it('lapses after two weeks, and can be offered anew', async () => {
    await staffed('late')
    const serverId = await publish('late-gift', 'lars')
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

describe('the audit log', () => {
  it('is read by owners and admins a page at a time, filtered, and by nobody else', async () => {
    const organizationId = await staffed('ledger')
    const serverId = await publish('ledger-one', 'ledger-publisher', { owner: 'ledger' })
    const ask = `query ($after: String, $filter: AuditFilter) { owner(slug: "ledger") {
      auditEvents(first: 2, after: $after, filter: $filter) {
        edges { node { action actor subject at } } pageInfo { hasNextPage endCursor } } } }`
    const page = async (variables: object, as: string) => {
      const { data, errors } = await graph.graphql(ask, variables, as)
      return data?.owner?.auditEvents ?? errors[0]?.extensions?.code
    }
    const first = await page({}, 'ledger-admin')
    expect(first.edges.map(({ node }: { node: { action: string } }) => node.action)).toEqual([
      'server.publish',
      'owner.join',
    ])
    const second = await page({ after: first.pageInfo.endCursor }, 'ledger-admin')
    expect(second.edges[0].node).toMatchObject({ action: 'owner.invite', actor: 'ledger-owner' })
    const joined = await page(
      { filter: { action: 'owner.join', actor: 'ledger-viewer' } },
      'ledger-owner',
    )
    expect(joined.edges).toHaveLength(1)
    const ofServer = await page(
      { filter: { serverId, until: new Date().toISOString() } },
      'ledger-owner',
    )
    expect(ofServer.edges).toHaveLength(1)
    for (const as of ['ledger-publisher', 'ledger-viewer', 'stranger'])
      expect(await page({}, as)).toBe('ERR_FORBIDDEN')
    expect((await page({}, OPERATOR)).edges).toHaveLength(2)
    expect(organizationId).toBeTruthy()
  })

  it('is exported whole, a record on a line or as a list, also beyond a page', async () => {
    const organizationId = await staffed('export')
    const id = atob(organizationId).split(':')[1] ?? ''
    await graph.database.auditEvent.createMany({
      data: Array.from({ length: 2100 }, (_, at) => ({
        actor: 'machine',
        action: 'server.edit',
        ownerId: id,
        detail: { at },
      })),
    })
    const path = `/registry/owners/${id}/audit`
    const lines = await graph.fetch(path, {}, 'export-admin')
    expect(lines.headers.get('content-type')).toBe('application/x-ndjson')
    const records = (await lines.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(new Set(records.map((record) => record.id)).size).toBe(2107)
    expect(records.map((record) => record.id)).toEqual(
      records
        .map((record) => record.id)
        .toSorted()
        .toReversed(),
    )
    const list = await graph.rest('GET', `${path}?format=json&action=owner.`, {
      as: 'export-owner',
    })
    expect(list.body).toHaveLength(7)
    for (const [as, status] of [
      ['export-publisher', 403],
      ['stranger', 404],
      [undefined, 401],
    ] as const)
      expect((await graph.rest('GET', path, as ? { as } : {})).status).toBe(status)
    expect((await graph.rest('GET', '/registry/audit', { as: 'export-owner' })).status).toBe(403)
    const whole = await graph.fetch('/registry/audit?actor=machine', {}, OPERATOR)
    expect((await whole.text()).trimEnd().split('\n')).toHaveLength(2100)
  })

  it('of the whole registry is read by its operators', async () => {
    const ask = '{ auditEvents(first: 3) { edges { node { action } } } }'
    expect((await graph.graphql(ask, {}, OPERATOR)).data.auditEvents.edges).toHaveLength(3)
    const { errors } = await graph.graphql(ask, {}, 'hana')
    expect(errors[0]?.extensions?.code).toBe('ERR_FORBIDDEN')
  })

  it('cannot be rewritten by the service itself', async () => {
    await expect(graph.database.auditEvent.deleteMany()).rejects.toThrow(/permission denied/)
    await expect(graph.database.auditEvent.updateMany({ data: { actor: 'x' } })).rejects.toThrow(
      /permission denied/,
    )
  })
})
