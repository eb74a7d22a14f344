import { isDeepStrictEqual } from 'node:util'
import {
  execute,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isUnionType,
  parse,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from 'graphql'
import { getDatamodel } from '@toolgraph/database/pothos'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ALL_SCOPES, createTestGraph, manifest, type TestGraph } from '../../e2e/graph-fixture.ts'
import type { GraphContext } from '../context.ts'
import { schema } from '../graphql/schema.ts'
import { inviteMember } from '../ownership/invite-member.ts'
import { offerTransfer } from '../ownership/offer-transfer.ts'
import type { Viewer } from '../registry/viewer.ts'
import { visibleTo, type Visible } from './visible-to.ts'

const AIKO: Viewer = {
  subject: 'aiko',
  clientId: 'test',
  scopes: ALL_SCOPES,
}
const visible = visibleTo(AIKO)

/** Rows that are seen through a row whose own rule already says that they may be. */
const IMPLIED = new Set([
  'McpServer.owner',
  'McpNamespace.owner',
  'McpTool.server',
  'AgentConnection.server',
  'ToolRun.connection',
  'Incident.server',
  'ToolChange.server',
  // Who may settle a transfer may know what the server is called.
  'McpServerTransfer.server',
])

/** Every relation of the database: model → field → model. */
const RELATIONS = new Map(
  Object.entries(getDatamodel().datamodel.models).map(([model, { fields }]) => [
    model,
    new Map(
      fields.filter(({ kind }) => kind === 'object').map((field) => [field.name, field.type]),
    ),
  ]),
)

let graph: TestGraph
let context: GraphContext
/** Each read that GraphQL made of a tenant's row: where it stands, and what it lacks. */
let unguarded: string[]
let reads: string[]

beforeAll(async () => {
  graph = await createTestGraph()
  for (const name of ['one', 'two'])
    await graph.rest('POST', '/registry/servers', { body: manifest(name), as: 'aiko' })
  const watched = graph.database.$extends({
    query: {
      $allModels: {
        $allOperations({ model, operation, args, query }) {
          check(model, args, `${model}.${operation}`)
          return query(args)
        },
      },
    },
  })
  context = {
    ...graph.services,
    // An extended client has the same models; only its type differs.
    database: watched as unknown as typeof graph.database,
    viewer: AIKO,
    signal: new AbortController().signal,
  }
  await makeOrganization()
  const linked = await graph.services.connections.link(AIKO, {
    ...(await grant()),
    now: new Date(),
  })
  const run = { connectionId: linked, toolName: 'look_up', input: {}, now: new Date() }
  await graph.services.connections.startRun(AIKO, run)
  await makeHistory(run.connectionId)
})
afterAll(() => graph.close())

/** An organization of the viewer's, with an invitation and a server that is offered to it. */
async function makeOrganization() {
  const { id: ownerId } = await graph.database.mcpOwner.create({
    data: {
      type: 'organization',
      slug: 'harbour',
      name: 'Harbour',
      members: { create: { subject: AIKO.subject, role: 'owner' } },
    },
  })
  await inviteMember(context, { ownerId, role: 'viewer' })
  const { id: serverId } = await graph.database.mcpServer.findFirstOrThrow()
  await offerTransfer(context, { serverId, to: 'harbour' })
}

/** What happened to a server, and who is told. */
async function makeHistory(connectionId: string) {
  const { database } = graph
  const { mcpServerId: serverId } = await database.agentConnection.findUniqueOrThrow({
    where: { id: connectionId },
  })
  const { subject } = AIKO
  const change = { toolName: 'look_up', kind: 'changed', severity: 'warning' } as const
  await database.incident.create({ data: { serverId, state: 'down', openedAt: new Date() } })
  await database.toolChange.create({ data: { serverId, ...change } })
  await database.notification.create({
    data: { serverId, agentUserId: subject, kind: 'server_failing', payload: {} },
  })
  await database.abuseReport.create({
    data: { serverId, reporter: subject, reason: 'spam', detail: 'Spam', createdAt: new Date() },
  })
  await database.webhook.create({
    data: { subject, serverId, url: 'https://a.example/', topics: [], createdAt: new Date() },
  })
}

async function grant() {
  const { id: serverId } = await graph.database.mcpServer.findFirstOrThrow()
  const none = undefined
  const scopes: string[] = []
  return { serverId, scopes, issuer: none, clientId: none, tokenSet: none, expiresAt: none }
}

/** Checks a query and every relation below it. */
function check(model: string, args: unknown, path: string): void {
  reads.push(path)
  const rule = isTenantModel(model) ? visible[model] : 'none: such rows are never shown'
  if (!startsFrom(Object(args).where, rule)) unguarded.push(path)
  checkRelations(model, args, path)
}

function checkRelations(model: string, args: unknown, path: string): void {
  const { select, include } = Object(args)
  for (const selection of [select, include, Object(select)._count?.select]) {
    for (const [relation, below] of Object.entries(Object(selection))) {
      const target = RELATIONS.get(model)?.get(relation)
      if (target === undefined || below === false) continue
      const place = `${path}.${relation}`
      reads.push(`${model}.${relation}`)
      const rule = isTenantModel(target) ? visible[target] : 'none: such rows are never shown'
      const isImplied = IMPLIED.has(`${model}.${relation}`)
      if (!isImplied && !startsFrom(Object(below).where, rule)) unguarded.push(place)
      checkRelations(target, below, place)
    }
  }
}

function isTenantModel(model: string): model is keyof Visible {
  return model in visible
}

/** Whether a `where` is the rule, or the rule and more. */
function startsFrom(where: unknown, rule: unknown): boolean {
  if (isDeepStrictEqual(where, rule)) return true
  const { AND } = Object(where)
  return [AND].flat().some((part) => part !== undefined && startsFrom(part, rule))
}

/** An operation that asks for every field below a root field, three types deep. */
function everything(root: GraphQLField<unknown, unknown>, args: string): string {
  return `{ ${root.name}${args} ${selectionOf(root.type, 4)} }`
}

function selectionOf(output: GraphQLOutputType, depth: number): string {
  const type = getNamedType(output)
  if (isUnionType(type) || isInterfaceType(type))
    return `{ ${schema
      .getPossibleTypes(type)
      .map((each) => `... on ${each.name} ${fieldsOf(each, depth, `${each.name}_`)}`)
      .join(' ')} }`
  return isObjectType(type) ? fieldsOf(type, depth, '') : ''
}

function fieldsOf(type: GraphQLObjectType, depth: number, prefix: string): string {
  const fields = Object.values(type.getFields()).flatMap((field) => {
    const isLeaf = isLeafType(getNamedType(field.type))
    if (!isLeaf && depth === 0) return []
    if (field.args.some(isNeeded)) return []
    const below = isLeaf ? '' : selectionOf(field.type, depth - 1)
    return below === '{ }'
      ? []
      : [`${prefix ? `${prefix}${field.name}: ` : ''}${field.name} ${below}`]
  })
  return `{ __typename ${fields.join(' ')} }`
}

function isNeeded({ type, defaultValue }: GraphQLArgument): boolean {
  return String(type).endsWith('!') && defaultValue === undefined
}

async function ask(source: string) {
  reads = []
  unguarded = []
  const result = await execute({ schema, document: parse(source), contextValue: context })
  expect(result.errors).toBeUndefined()
  return result.data
}

const field = (name: string) => {
  const found = schema.getQueryType()?.getFields()[name]
  if (!found) throw new TypeError(`No root field ${name}`)
  return found
}

describe('every read of GraphQL', () => {
  it.each([
    ['servers', ''],
    ['search', '(query: "look up one")'],
    ['server', '(name: "com.example/one")'],
    ['viewer', ''],
  ])('starts from what the viewer may see: %s', async (name, args) => {
    const data = await ask(everything(field(name), args))
    expect(data?.[name]).not.toBeNull()
    expect(unguarded).toEqual([])
    // Else the operation did not get far enough to prove anything.
    const relations = [
      'McpServer.tools',
      'McpServer.connections',
      'HealthCheck.findMany',
      'McpServerVersion.findMany',
    ]
    expect(reads).toEqual(
      expect.arrayContaining(name === 'viewer' ? ['ToolRun.connection'] : relations),
    )
  })

  it('does so for nodes of each type, and for what is below them', async () => {
    const ids = await Promise.all(
      (
        [
          ['Server', graph.database.mcpServer.findFirstOrThrow()],
          ['Tool', graph.database.mcpTool.findFirstOrThrow()],
          ['Owner', graph.database.mcpOwner.findFirstOrThrow()],
          ['McpConnection', graph.database.agentConnection.findFirstOrThrow()],
          ['ToolRun', graph.database.toolRun.findFirstOrThrow()],
          ['ServerTransfer', graph.database.mcpServerTransfer.findFirstOrThrow()],
          ['Incident', graph.database.incident.findFirstOrThrow()],
          ['ToolChange', graph.database.toolChange.findFirstOrThrow()],
          ['Report', graph.database.abuseReport.findFirstOrThrow()],
        ] as const
      ).map(async ([type, row]) => btoa(`${type}:${(await row).id}`)),
    )
    const nodeTypes = schema.getPossibleTypes(schema.getType('Node') as never)
    expect(nodeTypes).toHaveLength(ids.length)
    for (const id of ids) {
      const data = await ask(everything(field('node'), `(id: "${id}")`))
      expect(data?.['node']).not.toBeNull()
      expect(unguarded).toEqual([])
    }
  })

  it('does so for fields with arguments of their own', async () => {
    const { id } = await graph.database.agentConnection.findFirstOrThrow()
    const run = await graph.database.toolRun.findFirstOrThrow()
    const data = await ask(`{ viewer {
      connection(id: "${id}") { id } run(id: "${run.id}") { id }
      runs(connectionId: "${id}", first: 1) { edges { node { connection { server { name } } } } }
      connections(includeRevoked: true) { id }
    } }`)
    expect(data?.['viewer']).toMatchObject({ connection: {}, run: {} })
    expect(unguarded).toEqual([])
  })

  it('is seen by this test: one without the rule is found', async () => {
    reads = []
    unguarded = []
    await context.database.mcpServer.findMany({ include: { tools: true } })
    expect(unguarded).toEqual(['McpServer.findMany', 'McpServer.findMany.tools'])
  })
})
