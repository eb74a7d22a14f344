import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PERMISSIONS, type Action, type Role } from '../src/ownership/permissions.ts'
import { createTestGraph, manifest, OPERATOR, type TestGraph } from './graph-fixture.ts'
import { ownershipOf } from './ownership-fixture.ts'

/** Somebody at a door: who they are there, and the subject of their token. */
type Person = Role | 'stranger' | 'anonymous'
const PEOPLE: readonly Person[] = [
  'anonymous',
  'stranger',
  'viewer',
  'publisher',
  'admin',
  'owner',
  'administrator',
]
const SUBJECTS: Readonly<Partial<Record<Person, string | undefined>>> = {
  administrator: OPERATOR,
  anonymous: undefined,
}
const subjectOf = (person: Person) => (person in SUBJECTS ? SUBJECTS[person] : person)

/** What is behind a door: a server of an organization, and the organization. */
interface World {
  organizationId: string
  slug: string
  serverId: string
  name: string
  /** Unlike at each try. */
  turn: number
}

/** One way to do what an action is about. */
interface Door {
  /** @returns The code of the refusal; nothing where it was done */
  try(world: World, as: string | undefined): Promise<string | undefined>
  /** Sets the world up for the next who may. */
  before?(world: World): Promise<unknown>
  /** What who may see it, and may not do this, is told (default: `ERR_FORBIDDEN`). */
  refusal?: string
  /** What who is not signed in is told (default: `ERR_SIGN_IN_REQUIRED`). */
  anonymous?: string
}

let graph: TestGraph
let owners: ReturnType<typeof ownershipOf>
let shared: Omit<World, 'serverId' | 'name' | 'turn'>
beforeAll(async () => {
  graph = await createTestGraph()
  owners = ownershipOf(graph)
  shared = { slug: 'matrix', organizationId: await staff('matrix') }
})
afterAll(() => graph.close())

async function staff(slug: string): Promise<string> {
  const id = await owners.createOrganization(slug, 'owner')
  const members = (['admin', 'publisher', 'viewer'] as const).map((role) => ({
    ownerId: uuidOf(id),
    subject: role,
    role,
  }))
  await graph.database.mcpOwnerMember.createMany({ data: members })
  return id
}

/** A world of its own, whose server is public, so that everybody may see it and its owner. */
async function makeWorld(name: string, other: object = {}): Promise<World> {
  const input = manifest(name, { owner: shared.slug, ...other })
  const { server } = await owners.mutate('publishServer', { input }, 'owner')
  return { ...shared, serverId: server?.['id'] ?? '', name: input.name, turn: 0 }
}

const uuidOf = (nodeId: string) => atob(nodeId).split(':')[1] ?? ''

const mutate = async (field: string, variables: object, as: string | undefined) =>
  (await owners.mutate(field, variables, as)).code

async function rest(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH',
  path: string,
  { as, body }: { as: string | undefined; body?: unknown },
) {
  const init = {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  }
  const response = await graph.fetch(path, init, as)
  const text = await response.text()
  return response.ok ? undefined : (codeIn(text) ?? `status ${response.status}`)
}

async function callTool(name: string, args: object, as: string | undefined) {
  const session = await graph.mcp(as)
  const outcome = await session.callTool({ name, args: { ...args } })
  await session.close()
  if (outcome.kind === 'result') return undefined
  if (outcome.kind === 'sign_in_needed') return 'ERR_SIGN_IN_REQUIRED'
  // An agent reads sentences.
  const text = JSON.stringify(outcome)
  return SENTENCES.find(([sentence]) => text.includes(sentence))?.[1] ?? text
}

const SENTENCES = [
  ['your role there does not allow it', 'ERR_FORBIDDEN'],
  ['Cannot find server', 'ERR_SERVER_NOT_FOUND'],
  ['Cannot find owner', 'ERR_OWNER_NOT_FOUND'],
] as const

const codeIn = (text: string) => /ERR_[A-Z_]+/.exec(text)?.[0]

async function query(source: string, as: string | undefined, missing = 'ERR_SERVER_NOT_FOUND') {
  const { data, errors } = await graph.graphql(source, {}, as)
  if (errors[0]) return errors[0].extensions?.code ?? errors[0].message
  return Object.values(data)[0] === null ? missing : undefined
}

const path = ({ name }: World) => encodeURIComponent(name)
const version = ({ turn }: World) => `1.${turn}.1`
const serverJson = (world: World) => ({
  $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
  name: world.name,
  description: 'Another text',
  version: version(world),
})

/** Puts a server back into what it was, past every verb. */
const setStatus = (status: 'active' | 'deleted') => async (world: World) => {
  const serverId = uuidOf(world.serverId)
  await graph.database.mcpServer.update({ where: { id: serverId }, data: { status } })
  await graph.database.mcpServerVersion.updateMany({ where: { serverId }, data: { status } })
}

/** Leaves a server with a version that stands and an earlier one that is deleted. */
async function deleteFirstVersion(world: World): Promise<void> {
  const input = { ...manifest(short(world)), version: '2.0.0' }
  await owners.mutate('publishServer', { input }, 'owner')
  await graph.database.mcpServerVersion.updateMany({
    where: { serverId: uuidOf(world.serverId), version: '1.0.0' },
    data: { status: 'deleted' },
  })
}

const ofServer = (field: string, more: (world: World) => object = () => ({})): Door => ({
  try: (world, as) => mutate(field, { serverId: world.serverId, ...more(world) }, as),
})
const ofOrganization = (field: string, more: (world: World) => object = () => ({})): Door => ({
  try: (world, as) => mutate(field, { organizationId: world.organizationId, ...more(world) }, as),
})

const addGuest = (role: 'viewer' | 'owner') => (world: World) => {
  const key = { ownerId: uuidOf(world.organizationId), subject: 'guest' }
  return graph.database.mcpOwnerMember.upsert({
    where: { ownerId_subject: key },
    create: { ...key, role },
    update: { role },
  })
}
const guest = () => ({ subject: 'guest' })

/** Every way to read a server that is not everybody's: who may not is told that it is not there. */
function reads(visibility: 'organization' | 'private'): Readonly<Record<string, Door>> {
  const before = ({ serverId }: World) =>
    graph.database.mcpServer.update({ where: { id: uuidOf(serverId) }, data: { visibility } })
  const refusal = 'ERR_SERVER_NOT_FOUND'
  const door = (attempt: Door['try']): Door => ({
    try: attempt,
    before,
    refusal,
    anonymous: refusal,
  })
  return {
    'GraphQL, by name': door(({ name }, as) => query(`{ server(name: "${name}") { id } }`, as)),
    'GraphQL, by id': door(({ serverId }, as) => query(`{ node(id: "${serverId}") { id } }`, as)),
    'GraphQL, searched': door(async ({ name }, as) => {
      const { data } = await graph.graphql(
        `{ search(query: "${name}") { totalCount facets { categories { count } } } }`,
        {},
        as,
      )
      const { totalCount, facets } = data.search
      expect(facets.categories).toHaveLength(totalCount > 0 ? 1 : 0)
      return totalCount === 0 ? refusal : undefined
    }),
    'REST, by name': door((world, as) => rest('GET', `/registry/servers/${path(world)}`, { as })),
    'REST, its health': door((world, as) => rest('GET', `/health/${path(world)}`, { as })),
    'registry API': door(async (world, as) => {
      const { ok } = await graph.fetch(`/v0.1/servers/${path(world)}/versions/latest`, {}, as)
      return ok ? undefined : refusal
    }),
    MCP: door(({ name }, as) => callTool('get_server', { server: name }, as)),
  }
}

/** The doors to each action, on every face that has one. */
const DOORS: Readonly<Record<Action, Readonly<Record<string, Door>>>> = {
  'server.read': reads('organization'),
  'server.readPrivate': reads('private'),
  'server.publish': {
    'GraphQL, a new version': {
      try: (world, as) =>
        mutate(
          'publishServer',
          { input: { ...manifest(short(world)), version: version(world) } },
          as,
        ),
      refusal: 'ERR_SERVER_NAME_TAKEN',
    },
    'GraphQL, a new server': {
      try: (world, as) =>
        mutate(
          'publishServer',
          { input: manifest(`${short(world)}-${world.turn}`, { owner: world.slug }) },
          as,
        ),
    },
    REST: {
      try: (world, as) =>
        rest('POST', '/registry/servers', {
          as,
          body: manifest(`${short(world)}-${world.turn}`, { owner: world.slug }),
        }),
    },
    MCP: {
      try: (world, as) =>
        callTool(
          'register_server',
          manifest(`${short(world)}-${world.turn}`, { owner: world.slug }),
          as,
        ),
    },
    'registry API': {
      try: (world, as) => rest('POST', '/v0.1/publish', { as, body: serverJson(world) }),
      refusal: 'ERR_SERVER_NAME_TAKEN',
    },
  },
  'server.edit': {
    GraphQL: {
      try: ({ serverId }, as) => mutate('updateServer', { input: { serverId, title: 'New' } }, as),
    },
    MCP: {
      try: ({ name }, as) => callTool('update_server', { server: name, title: 'New' }, as),
    },
    'registry API': {
      try: (world, as) =>
        rest('PUT', `/v0.1/servers/${path(world)}/versions/1.0.0`, {
          as,
          body: { ...serverJson(world), version: '1.0.0' },
        }),
    },
  },
  'server.introspect': {
    REST: {
      try: ({ name }, as) =>
        rest('POST', '/introspect', { as, body: { serverId: name, token: 'x' } }),
    },
  },
  'server.status': {
    GraphQL: {
      try: ({ serverId, turn }, as) =>
        mutate(
          'setVersionStatus',
          { input: { serverId, status: 'deprecated', statusMessage: `Turn ${turn}!` } },
          as,
        ),
    },
    'registry API': {
      try: (world, as) =>
        rest('PATCH', `/v0.1/servers/${path(world)}/status`, {
          as,
          body: { status: 'deprecated', statusMessage: `Turn ${world.turn}` },
        }),
    },
    'registry API, one version': {
      try: (world, as) =>
        rest('PATCH', `/v0.1/servers/${path(world)}/versions/1.0.0/status`, {
          as,
          body: { status: 'deprecated', statusMessage: `Turn ${world.turn}` },
        }),
    },
  },
  'server.withdraw': {
    GraphQL: { ...ofServer('withdrawServer'), before: setStatus('active') },
    MCP: {
      try: ({ name }, as) => callTool('withdraw_server', { server: name }, as),
      before: setStatus('active'),
    },
    'registry API': {
      try: (world, as) =>
        rest('PATCH', `/v0.1/servers/${path(world)}/status`, { as, body: { status: 'deleted' } }),
      before: setStatus('active'),
    },
  },
  'server.restore': {
    GraphQL: ofServer('restoreServer'),
    'registry API, one version': {
      try: (world, as) =>
        rest('PATCH', `/v0.1/servers/${path(world)}/versions/1.0.0/status`, {
          as,
          body: { status: 'active' },
        }),
      before: deleteFirstVersion,
    },
    'registry API, one among all versions': {
      try: (world, as) =>
        rest('PATCH', `/v0.1/servers/${path(world)}/status`, {
          as,
          body: { status: 'deprecated', statusMessage: `Turn ${world.turn}` },
        }),
      before: deleteFirstVersion,
    },
  },
  'server.visibility': {
    GraphQL: {
      try: ({ serverId }, as) =>
        mutate('updateServer', { input: { serverId, visibility: 'organization' } }, as),
      before: ({ serverId }) =>
        graph.database.mcpServer.update({
          where: { id: uuidOf(serverId) },
          data: { visibility: 'public' },
        }),
    },
  },
  'server.rename': {
    GraphQL: ofServer('renameServer', ({ name, turn }) => ({ name: `${name}-${turn}` })),
  },
  'server.transfer': {
    GraphQL: {
      ...ofServer('transferServer', () => ({ to: 'harbour' })),
      before: async () => owners.createOrganization('harbour', 'harbour-master'),
    },
  },
  'owner.read': {
    GraphQL: {
      try: async ({ slug }, as) => {
        const { data, errors } = await graph.graphql(
          `{ owner(slug: "${slug}") { members { subject } } }`,
          {},
          as,
        )
        if (errors[0]) return String(errors[0].extensions?.code)
        return data.owner?.members.length > 0 ? undefined : 'ERR_NOTHING_SEEN'
      },
      refusal: 'ERR_NOTHING_SEEN',
    },
  },
  'owner.edit': {
    GraphQL: {
      try: ({ organizationId, turn }, as) =>
        mutate('updateOrganization', { input: { organizationId, name: `Turn ${turn}` } }, as),
    },
  },
  'owner.members': {
    invite: ofOrganization('inviteMember', () => ({ role: 'viewer' })),
    'revoke an invitation': {
      try: async ({ organizationId }, as) => {
        const { invitationId } = await owners.mutate(
          'inviteMember',
          { organizationId, role: 'viewer' },
          'owner',
        )
        return mutate('revokeInvitation', { organizationId, invitationId }, as)
      },
    },
    'change a role': {
      ...ofOrganization('setMemberRole', () => ({ ...guest(), role: 'publisher' })),
      before: addGuest('viewer'),
    },
    'take out a member': { ...ofOrganization('removeMember', guest), before: addGuest('viewer') },
  },
  'owner.owners': {
    'invite an owner': ofOrganization('inviteMember', () => ({ role: 'owner' })),
    'make an owner': {
      ...ofOrganization('setMemberRole', () => ({ ...guest(), role: 'owner' })),
      before: addGuest('viewer'),
    },
    'take out an owner': { ...ofOrganization('removeMember', guest), before: addGuest('owner') },
  },
  'owner.leave': {
    GraphQL: {
      ...ofOrganization('leaveOrganization'),
      before: async ({ organizationId }) => {
        const ownerId = uuidOf(organizationId)
        const members = ['owner', 'owner-2', 'admin', 'publisher', 'viewer'].map((subject) => ({
          ownerId,
          subject,
          role: subject.replace('-2', '') as 'owner',
        }))
        await graph.database.mcpOwnerMember.createMany({ data: members, skipDuplicates: true })
      },
    },
  },
  // Refused further on, because it has servers: that is past this door.
  'owner.delete': { GraphQL: ofOrganization('deleteOrganization') },
  'audit.read': {
    GraphQL: {
      try: ({ slug }, as) =>
        query(`{ owner(slug: "${slug}") { auditEvents { edges { node { id } } } } }`, as),
    },
    REST: {
      try: ({ organizationId }, as) =>
        rest('GET', `/registry/owners/${uuidOf(organizationId)}/audit`, { as }),
    },
  },
  'namespace.prove': {
    GraphQL: {
      try: ({ organizationId }, as) => {
        const input = { method: 'github', token: 'none', ownerId: organizationId }
        return mutate('proveNamespace', { input }, as)
      },
    },
  },
  'namespace.settle': {
    GraphQL: {
      try: ({ organizationId: ownerId, turn }, as) =>
        mutate(
          'grantNamespace',
          { namespace: `org.granted${turn}`, includesChildren: false, ownerId },
          as,
        ),
    },
  },
  'review.read': {
    GraphQL: { try: (_world, as) => query('{ reviewQueue { totalCount edges { cursor } } }', as) },
  },
  'review.decide': {
    GraphQL: {
      try: ({ serverId }, as) =>
        mutate('moderateServer', { serverId, decision: 'restore', note: 'Looked at' }, as),
    },
  },
}

const short = ({ name }: World) => name.split('/')[1] ?? ''

/** Refusals that come after the permission was asked for. */
const PAST = new Set(['ERR_ORGANIZATION_NOT_EMPTY', 'ERR_ISSUER_FOREIGN', 'ERR_PROOF_UNREADABLE'])

const CASES = Object.entries(DOORS).flatMap(([action, doors]) =>
  Object.entries(doors).map(([face, door]) => ({ action: action as Action, face, door })),
)

describe('the table of permissions', () => {
  it('has a door to each of its actions', () => {
    for (const action of Object.keys(PERMISSIONS))
      expect(CASES.map((each) => each.action)).toContain(action)
  })

  it.each(CASES.map((each) => [each.action, each.face, each] as const))(
    'decides who passes the door to %s: %s',
    async (action, face, { door }) => {
      const world = await makeWorld(`${action}-${face}`.replaceAll(/[^a-z]+/gi, '-').toLowerCase())
      const met: Partial<Record<Person, string>> = {}
      for (const person of PEOPLE) {
        world.turn += 1
        await door.before?.(world)
        const code = await door.try(world, subjectOf(person))
        met[person] = code === undefined || PAST.has(code) ? 'passed' : code
      }
      const expected = PEOPLE.map((person) => [person, expectedOf(person, action, door)])
      expect(met).toEqual(Object.fromEntries(expected))
    },
  )

  it('tells a stranger of no organization and no server that they may not see', async () => {
    const hidden = { organizationId: await staff('shadow'), slug: 'shadow' }
    const input = manifest('shadow', { owner: 'shadow', visibility: 'organization' })
    const { server } = await owners.mutate('publishServer', { input }, 'owner')
    const world = { ...hidden, serverId: server?.['id'] ?? '', name: input.name, turn: 0 }
    const told: Record<string, string | undefined> = {}
    for (const { action, face, door } of CASES) {
      if (/^(review|namespace.settle)/.test(action)) continue
      told[`${action}, ${face}`] = await door.try(world, 'stranger')
    }
    const kinds = new Set(Object.values(told))
    kinds.delete('ERR_SERVER_NOT_FOUND')
    kinds.delete('ERR_OWNER_NOT_FOUND')
    // A name that is taken is taken, and nobody is told by whom; of members nothing is seen.
    kinds.delete('ERR_SERVER_NAME_TAKEN')
    kinds.delete('ERR_NOTHING_SEEN')
    expect([...kinds], JSON.stringify(told)).toEqual([])
  })
})

describe('a version that was deleted', () => {
  it('is not brought back by a publisher who publishes it again', async () => {
    const world = await makeWorld('deleted-version')
    await deleteFirstVersion(world)
    const input = manifest(short(world))
    expect(await mutate('publishServer', { input }, 'publisher')).toBe('ERR_FORBIDDEN')
    expect(await mutate('publishServer', { input }, 'admin')).toBeUndefined()
  })
})

function expectedOf(person: Person, action: Action, door: Door): string {
  const allowed: readonly string[] = PERMISSIONS[action]
  if (allowed.includes(person)) return 'passed'
  if (person === 'anonymous') return door.anonymous ?? 'ERR_SIGN_IN_REQUIRED'
  return door.refusal ?? 'ERR_FORBIDDEN'
}
