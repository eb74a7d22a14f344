import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestGraph, type TestGraph } from './graph-fixture.ts'
import { ownershipOf } from './ownership-fixture.ts'

let graph: TestGraph
let owners: ReturnType<typeof ownershipOf>
beforeAll(async () => {
  graph = await createTestGraph()
  owners = ownershipOf(graph)
})
afterAll(() => graph.close())

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
    const organizationId = await owners.staff('depot')
    const serverId = await owners.publish('depot-one', 'depot-owner', { owner: 'depot' })
    await owners.mutate('withdrawServer', { serverId }, 'depot-owner')
    expect(
      await owners.mutate('deleteOrganization', { organizationId }, 'depot-owner'),
    ).toMatchObject({ code: 'ERR_ORGANIZATION_NOT_EMPTY' })
  })

  it('shows its members to members, and nothing of itself to a stranger until it has a public server', async () => {
    await owners.staff('quiet')
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
    await owners.publish('quiet-public', 'quiet-publisher', { owner: 'quiet' })
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
    const organizationId = await owners.staff('lapse')
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
    const organizationId = await owners.staff('demote')
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
    const organizationId = await owners.staff('ranks')
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

describe('an organization that many change at once', () => {
  it('comes to an end of it: nobody waits for ever, and it has an owner or is gone', async () => {
    await owners.createOrganization('taker', 'taker-owner')
    const slug = 'busy'
    const organizationId = await owners.staff(slug)
    const serverId = await owners.publish(`${slug}-1`, `${slug}-owner`, { owner: slug })
    const as = `${slug}-admin`
    const { transfer } = await owners.mutate('transferServer', { serverId, to: 'taker' }, as)
    const transferId = transfer?.['id']
    const { token } = await owners.mutate('inviteMember', { organizationId, role: 'admin' }, as)
    const member = { organizationId, subject: `${slug}-publisher` }
    const tries = Array.from({ length: 4 }, (_, at) => [
      owners.publish(`${slug}-1`, `${slug}-owner`, { version: `2.0.${at}` }),
      owners.mutate('setMemberRole', { ...member, role: 'viewer' }, `${slug}-owner`),
      owners.mutate('transferServer', { serverId, to: 'taker' }, as),
      owners.mutate('acceptTransfer', { transferId }, 'taker-owner'),
      owners.mutate('cancelTransfer', { transferId }, as),
      owners.mutate('acceptInvitation', { token }, `guest-${at}`),
      owners.mutate('removeMember', member, as),
      owners.mutate('leaveOrganization', { organizationId }, as),
      owners.mutate('leaveOrganization', { organizationId }, `${slug}-owner`),
      owners.mutate('deleteOrganization', { organizationId }, `${slug}-owner`),
    ])
    await Promise.all(tries.flat())
    const { members, deletedAt, servers } = await graph.database.mcpOwner.findUniqueOrThrow({
      where: { slug },
      include: { members: true, servers: true },
    })
    expect(members.some(({ role }) => role === 'owner')).toBe(deletedAt === null)
    if (deletedAt) expect(servers).toEqual([])
    expect(graph.faults).toEqual([])
  })
})

describe('publishing for an organization', () => {
  it('is for its publishers, and the server is the organization’s', async () => {
    await owners.staff('press')
    expect(await owners.publish('press-one', 'press-publisher', { owner: 'PRESS' })).not.toContain(
      'refused',
    )
    expect(await owners.readServer('com.example/press-one')).toEqual({
      name: 'com.example/press-one',
      owner: { slug: 'press' },
    })
    // A further version needs no owner: it is whose it is.
    expect(await owners.publish('press-one', 'press-admin', { version: '1.1.0' })).not.toContain(
      'refused',
    )
    expect(await owners.publish('press-one', 'press-viewer', { version: '1.2.0' })).toBe(
      'refused: ERR_SERVER_NAME_TAKEN',
    )
    expect(await owners.publish('press-two', 'press-viewer', { owner: 'press' })).toBe(
      'refused: ERR_FORBIDDEN',
    )
    expect(await owners.publish('press-two', 'stranger', { owner: 'press' })).toBe(
      'refused: ERR_FORBIDDEN',
    )
    expect(await owners.publish('press-two', 'stranger', { owner: 'no-such' })).toBe(
      'refused: ERR_OWNER_NOT_FOUND',
    )
  })

  it('does not change whose a server is', async () => {
    await owners.staff('mine')
    await owners.publish('mine-one', 'mine-owner')
    expect(await owners.publish('mine-one', 'mine-owner', { owner: 'mine' })).toBe(
      'refused: ERR_OWNER_DIFFERS',
    )
  })

  it('keeps a publisher from hiding servers from others, and from what is hidden from them', async () => {
    await owners.staff('veil')
    const secret = { owner: 'veil', visibility: 'private' }
    expect(await owners.publish('veil-one', 'veil-publisher', secret)).toBe(
      'refused: ERR_FORBIDDEN',
    )
    const serverId = await owners.publish('veil-one', 'veil-admin', secret)
    expect(await owners.publish('veil-one', 'veil-publisher', { version: '2.0.0' })).toBe(
      'refused: ERR_SERVER_NAME_TAKEN',
    )
    expect(await owners.mutate('withdrawServer', { serverId }, 'veil-publisher')).toMatchObject({
      code: 'ERR_SERVER_NOT_FOUND',
    })
    const other = await owners.publish('veil-two', 'veil-publisher', { owner: 'veil' })
    const input = { serverId: other, visibility: 'private' }
    expect(await owners.mutate('updateServer', { input }, 'veil-publisher')).toMatchObject({
      code: 'ERR_FORBIDDEN',
    })
  })

  it('does not bring back for a publisher what an admin withdrew', async () => {
    await owners.staff('tide')
    const serverId = await owners.publish('tide-one', 'tide-publisher', { owner: 'tide' })
    await owners.mutate('withdrawServer', { serverId }, 'tide-admin')
    expect(await owners.publish('tide-one', 'tide-publisher', { version: '2.0.0' })).toBe(
      'refused: ERR_FORBIDDEN',
    )
    expect(await owners.publish('tide-one', 'tide-admin', { version: '2.0.0' })).toBe(serverId)
  })
})
