import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { endOldLinks } from '../src/storage/link-count.ts'
import { createTestGraph, manifest, type TestGraph } from './graph-fixture.ts'

const DAY_MS = 24 * 3_600_000

let graph: TestGraph
let older: string
let newer: string
let count = 0

beforeAll(async () => {
  graph = await createTestGraph()
})
afterAll(() => graph.close())

beforeEach(async () => {
  await after(31)
  count += 1
  older = await publish(`older-${count}`)
  newer = await publish(`newer-${count}`)
})

async function publish(name: string): Promise<string> {
  const body = manifest(name, { tags: [`popular-${count}`] })
  const { body: server } = await graph.rest('POST', '/registry/servers', { body, as: 'owner' })
  return server.id
}

async function link(id: string, as: string): Promise<string> {
  const { data } = await graph.graphql(
    `mutation ($serverId: ID!) { linkServer(input: { serverId: $serverId, scopes: [] }) {
      ... on LinkServerSuccess { connection { id } } } }`,
    { serverId: btoa(`Server:${id}`) },
    as,
  )
  return data.linkServer.connection.id
}

async function unlink(connectionId: string, as: string): Promise<void> {
  const { data } = await graph.graphql(
    `mutation ($id: ID!) { unlinkServer(connectionId: $id) { __typename } }`,
    { id: connectionId },
    as,
  )
  expect(data.unlinkServer).toEqual({ __typename: 'UnlinkServerSuccess' })
}

/** Ends what counts no more after so many days. */
const after = (days: number) => endOldLinks(graph.database, new Date(Date.now() + days * DAY_MS))

async function linksOf(id: string): Promise<number> {
  const row = await graph.database.mcpServer.findUniqueOrThrow({ where: { id } })
  return row.linkCount
}

async function listed(): Promise<string[]> {
  const { body } = await graph.rest('GET', `/search?tag=popular-${count}`)
  return body.servers.map(({ id }: { id: string }) => id)
}

describe('the popularity of a server', () => {
  it('puts it first for 30 days after it was linked, and then no more', async () => {
    expect(await listed()).toEqual([newer, older])
    await link(older, 'aiko')
    expect(await listed()).toEqual([older, newer])
    await after(29)
    expect([await linksOf(older), await listed()]).toEqual([1, [older, newer]])
    await after(31)
    expect([await linksOf(older), await listed()]).toEqual([0, [newer, older]])
  })

  it('lets go of what stands in search for it, too', async () => {
    const standing = async () => {
      const row = { where: { serverId: older } }
      return (await graph.database.searchDocument.findUniqueOrThrow(row)).standing
    }
    const before = await standing()
    await link(older, 'aiko')
    expect(await standing()).toBeGreaterThan(before)
    await after(31)
    expect(await standing()).toBe(before)
  })

  it('counts a person once, however often they link, from the first time on', async () => {
    await link(older, 'aiko')
    await link(older, 'aiko')
    expect(await linksOf(older)).toBe(1)
    await after(31)
    await link(older, 'aiko')
    expect(await linksOf(older)).toBe(0)
  })

  it('takes off a link that ends, and none of the others when its days are over already', async () => {
    const ending = await link(older, 'aiko')
    await link(older, 'ben')
    await unlink(ending, 'aiko')
    expect(await linksOf(older)).toBe(1)

    await after(31)
    await link(older, 'chie')
    const [old] = await graph.database.agentConnection.findMany({
      where: { mcpServerId: older, agentUserId: 'ben' },
    })
    await unlink(btoa(`McpConnection:${old?.id}`), 'ben')
    expect(await linksOf(older)).toBe(1)
  })

  it('counts who comes back after an end as new', async () => {
    const first = await link(older, 'aiko')
    await after(31)
    await unlink(first, 'aiko')
    expect(await linksOf(older)).toBe(0)
    await link(older, 'aiko')
    expect(await linksOf(older)).toBe(1)
  })

  it('is right when several replicas look at the same moment', async () => {
    const people = Array.from({ length: 12 }, (_, index) => `person-${index}`)
    for (const person of people) await link(older, person)
    expect(await linksOf(older)).toBe(12)
    const ended = await Promise.all([after(31), after(31), after(31)])
    expect(ended.reduce((all, each) => all + each, 0)).toBe(12)
    expect(await linksOf(older)).toBe(0)
  })
})
