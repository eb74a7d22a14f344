import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { importRegistry } from '../src/import/import-registry.ts'
import { Oddities } from '../src/import/oddity.ts'
import { OFFICIAL_META } from '../src/import/parse-record.ts'
import { importServers } from '../src/storage/import-servers.ts'
import { createTestGraph, OPERATOR, type TestGraph } from './graph-fixture.ts'
import { ownershipOf } from './ownership-fixture.ts'

let graph: TestGraph
let mutate: ReturnType<typeof ownershipOf>['mutate']
let name: string
let serverId: string
let count = 0

beforeAll(async () => {
  graph = await createTestGraph()
  mutate = ownershipOf(graph).mutate
})
afterAll(() => graph.close())

beforeEach(async () => {
  count += 1
  name = `com.example-elsewhere/server-${count}`
  await arrives('1.0.0')
  await arrives('1.1.0')
  const { id } = await graph.database.mcpServer.findUniqueOrThrow({ where: { name } })
  serverId = btoa(`Server:${id}`)
})

/** What a mirror's turn and an import both do with a record; each time it has changed at its source. */
function arrives(version: string, official: object = {}) {
  const updatedAt = new Date().toISOString()
  const dates = { publishedAt: '2026-01-01T00:00:00Z', updatedAt }
  const record = {
    server: { name, description: `As of ${updatedAt}`, version },
    _meta: { [OFFICIAL_META]: { status: 'active', isLatest: true, ...dates, ...official } },
  }
  const write = (servers: Parameters<typeof importServers>[1]) =>
    importServers(graph.database, servers)
  return importRegistry({ write }, [record], new Oddities())
}

async function setStatus(status: string, version?: string) {
  const path = `/v0.1/servers/${encodeURIComponent(name)}${version ? `/versions/${version}` : ''}/status`
  const init = {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ status, ...(status === 'active' ? {} : { statusMessage: 'Malware' }) }),
  }
  expect((await graph.fetch(path, init, OPERATOR)).status).toBe(200)
}

/** How the versions stand, and which of them is the latest, for everybody. */
async function listed(): Promise<string[]> {
  const path = `/v0.1/servers?include_deleted=true&search=${name}`
  const { servers } = await (await graph.fetch(path)).json()
  return servers.map(({ server, _meta }: Listed) => {
    const { status, isLatest } = _meta[OFFICIAL_META] ?? {}
    return `${server.version} ${status}${isLatest ? ' latest' : ''}`
  })
}

interface Listed {
  server: { version: string }
  _meta: Record<string, { status: string; isLatest: boolean }>
}

async function isFound(): Promise<boolean> {
  const { body } = await graph.rest('GET', `/search?q=${name}`)
  return body.servers.some((server: { name: string }) => server.name === name)
}

const WITHDRAWALS: [string, () => Promise<unknown>][] = [
  ['withdrawn', () => mutate('withdrawServer', { serverId }, OPERATOR)],
  ['given the status of what is deleted', () => setStatus('deleted')],
]

describe('an imported server that an operator has', () => {
  it.each(WITHDRAWALS)('%s stays so, whatever its registry says again', async (_how, withdraw) => {
    expect(await isFound()).toBe(true)
    await withdraw()
    await arrives('1.1.0')
    await arrives('1.0.0', { isLatest: false })
    expect(await listed()).toEqual(['1.0.0 deleted', '1.1.0 deleted latest'])
    await arrives('2.0.0')
    expect(await listed()).toEqual(['1.0.0 deleted', '1.1.0 deleted', '2.0.0 deleted latest'])
    expect(await isFound()).toBe(false)
  })

  it('withdrawn in the very moment in which it comes again stays so', async () => {
    for (let turn = 0; turn < 8; turn += 1) {
      await mutate('restoreServer', { serverId }, OPERATOR)
      const records = ['1.1.0', '1.0.0'].map((version) => arrives(version))
      await Promise.all([...records, mutate('withdrawServer', { serverId }, OPERATOR)])
      expect(await isFound()).toBe(false)
      expect(await listed()).toEqual(['1.0.0 deleted', '1.1.0 deleted latest'])
    }
  })

  it('hidden stays so', async () => {
    const { data, errors } = await graph.graphql(
      `mutation ($serverId: ID!) { moderateServer(serverId: $serverId, decision: hide, note: "Malware") {
        __typename } }`,
      { serverId },
      OPERATOR,
    )
    expect([errors, data.moderateServer.__typename]).toEqual([[], 'ModerateServerSuccess'])
    await arrives('2.0.0')
    expect([await listed(), await isFound()]).toEqual([[], false])
  })

  it('withdrawn and restored is back with what came meanwhile, and follows its registry', async () => {
    await mutate('withdrawServer', { serverId }, OPERATOR)
    await arrives('2.0.0')
    await mutate('restoreServer', { serverId }, OPERATOR)
    expect(await listed()).toEqual(['1.0.0 active', '1.1.0 active', '2.0.0 active latest'])
    await arrives('2.0.0', { status: 'deleted' })
    await arrives('1.1.0', { status: 'deprecated' })
    expect(await listed()).toEqual(['1.0.0 active', '1.1.0 deprecated latest', '2.0.0 deleted'])
  })

  it.each(WITHDRAWALS)('%s and restored is as its registry had said before', async (_how, out) => {
    await arrives('1.0.0', { status: 'deprecated', isLatest: false })
    await out()
    await mutate('restoreServer', { serverId }, OPERATOR)
    expect(await listed()).toEqual(['1.0.0 deprecated', '1.1.0 active latest'])
  })
})

describe('a version of an imported server that an operator has', () => {
  it('deleted stays so, while others come', async () => {
    await setStatus('deleted', '1.1.0')
    await arrives('1.1.0')
    expect(await listed()).toEqual(['1.0.0 active latest', '1.1.0 deleted'])
    await arrives('1.2.0')
    expect(await listed()).toEqual(['1.0.0 active', '1.1.0 deleted', '1.2.0 active latest'])
    expect(await isFound()).toBe(true)
  })

  it('deprecated stays so, and takes over what else has changed', async () => {
    await setStatus('deprecated', '1.1.0')
    await arrives('1.1.0')
    expect(await listed()).toEqual(['1.0.0 active', '1.1.0 deprecated latest'])
    const row = await graph.database.mcpServer.findUniqueOrThrow({ where: { name } })
    expect(row.description).not.toBe('')
    expect(row.status).toBe('deprecated')
  })

  it.each(WITHDRAWALS)(
    'deprecated stays so, also when the server was %s and restored',
    async (_how, out) => {
      await setStatus('deprecated', '1.1.0')
      await out()
      await mutate('restoreServer', { serverId }, OPERATOR)
      expect(await listed()).toEqual(['1.0.0 active', '1.1.0 deprecated latest'])
      await arrives('1.1.0')
      await arrives('1.0.0', { status: 'deprecated', isLatest: false })
      expect(await listed()).toEqual(['1.0.0 deprecated', '1.1.0 deprecated latest'])
    },
  )

  it('made active again follows its registry again', async () => {
    await setStatus('deprecated', '1.1.0')
    await setStatus('active', '1.1.0')
    await arrives('1.1.0', { status: 'deleted' })
    expect(await listed()).toEqual(['1.0.0 active latest', '1.1.0 deleted'])
  })
})
