import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MEMBER_ROLES, mayDo, type MemberRole } from '../ownership/permissions.ts'
import type { Viewer } from '../registry/viewer.ts'
import { visibleServersSql, visibleTo } from './visible-to.ts'

const VISIBILITIES = ['public', 'organization', 'private'] as const
const STATUSES = ['active', 'deprecated', 'deleted'] as const
const MODERATIONS = ['clear', 'quarantined', 'hidden', 'disputed'] as const
const OWNERS = ['nobody', 'person', 'organization'] as const
/** How the viewer is connected with a server. */
const CONNECTIONS = ['none', 'active', 'needs_sign_in', 'revoked'] as const

/** Every server that there can be, as far as this rule tells them apart. */
const SERVERS = VISIBILITIES.flatMap((visibility) =>
  STATUSES.flatMap((status) =>
    MODERATIONS.flatMap((moderation) =>
      OWNERS.flatMap((owner) =>
        CONNECTIONS.map((connection) => ({ visibility, status, moderation, owner, connection })),
      ),
    ),
  ),
)
type Server = (typeof SERVERS)[number]
const nameOf = (server: Server) => `com.example/${Object.values(server).join('-')}`

const VIEWERS = ['anonymous', 'person', 'stranger', 'administrator', ...MEMBER_ROLES] as const
type Name = (typeof VIEWERS)[number]

function viewerOf(name: Name): Viewer | undefined {
  if (name === 'anonymous') return undefined
  return { subject: name, clientId: 'test', scopes: [], isAdministrator: name === 'administrator' }
}

/** The rule in words: what the two queries have to say. */
function isVisible(server: Server, name: Name, withTombstones: boolean): boolean {
  const { visibility, status, moderation, owner, connection } = server
  const isClear = moderation === 'clear'
  if (visibility === 'public' && isClear && (withTombstones || status !== 'deleted')) return true
  if (name === 'anonymous') return false
  if (name === 'administrator' && !isClear) return true
  if (owner === 'person' && name === 'person') return true
  const role = MEMBER_ROLES.find((each) => each === name)
  if (owner === 'organization' && role && maySee(role, visibility)) return true
  return isClear && (connection === 'active' || connection === 'needs_sign_in')
}

function maySee(role: MemberRole, visibility: Server['visibility']): boolean {
  return mayDo(role, visibility === 'private' ? 'server.readPrivate' : 'server.read')
}

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase('graph')
  const { database } = test
  const person = await database.mcpOwner.create({
    data: { type: 'person', name: 'Person', subject: 'person' },
  })
  const organization = await database.mcpOwner.create({
    data: {
      type: 'organization',
      name: 'Organization',
      slug: 'organization',
      members: { create: MEMBER_ROLES.map((role) => ({ subject: role, role })) },
    },
  })
  const ownerIds = { nobody: null, person: person.id, organization: organization.id }
  const rows = await database.mcpServer.createManyAndReturn({
    data: SERVERS.map((server) => ({
      name: nameOf(server),
      nameKey: nameOf(server),
      title: 'A server',
      description: '',
      version: '1.0.0',
      visibility: server.visibility,
      status: server.status,
      moderation: server.moderation,
      ownerId: ownerIds[server.owner],
    })),
    select: { id: true, name: true },
  })
  const idOf = new Map(rows.map(({ id, name }) => [name, id]))
  await database.agentConnection.createMany({
    data: SERVERS.flatMap((server) => {
      const { connection: status } = server
      if (status === 'none') return []
      return VIEWERS.map((agentUserId) => ({
        agentUserId,
        status,
        mcpServerId: idOf.get(nameOf(server)) ?? '',
      }))
    }),
  })
})
afterAll(() => test.close())

describe('who sees which server', () => {
  it.each(
    VIEWERS.flatMap((name) =>
      [false, true].map((withTombstones) => [name, withTombstones] as const),
    ),
  )(
    'is one rule in words, in Prisma and in SQL: %s, with tombstones: %s',
    async (name, withTombstones) => {
      const { database } = test
      const viewer = viewerOf(name)
      const expected = SERVERS.filter((server) => isVisible(server, name, withTombstones))
        .map(nameOf)
        .toSorted()
      const where = visibleTo(viewer, { withTombstones }).McpServer
      const byPrisma = await database.mcpServer.findMany({ where, select: { name: true } })
      const bySql = await database.$queryRaw<{ name: string }[]>`
        SELECT s.name FROM graph."McpServer" s WHERE ${visibleServersSql(viewer, 's', { withTombstones })}`
      expect(byPrisma.map((row) => row.name).toSorted()).toEqual(expected)
      expect(bySql.map((row) => row.name).toSorted()).toEqual(expected)
      expect(expected.length).toBeGreaterThan(0)
    },
  )
})
