import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestGraph, OPERATOR, type TestGraph } from './graph-fixture.ts'
import { ownershipOf } from './ownership-fixture.ts'

let graph: TestGraph
let owners: ReturnType<typeof ownershipOf>
beforeAll(async () => {
  graph = await createTestGraph()
  owners = ownershipOf(graph)
})
afterAll(() => graph.close())

describe('the audit log', () => {
  it('is read by owners and admins a page at a time, filtered, and by nobody else', async () => {
    const organizationId = await owners.staff('ledger')
    const serverId = await owners.publish('ledger-one', 'ledger-publisher', { owner: 'ledger' })
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
    const organizationId = await owners.staff('export')
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
