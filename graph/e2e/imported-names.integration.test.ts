import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importRegistry } from '../src/import/import-registry.ts'
import { Oddities } from '../src/import/oddity.ts'
import { OFFICIAL_META } from '../src/import/parse-record.ts'
import { importServers } from '../src/storage/import-servers.ts'
import { createTestGraph, manifest, type TestGraph } from './graph-fixture.ts'
import { ownershipOf } from './ownership-fixture.ts'

let graph: TestGraph
let owners: ReturnType<typeof ownershipOf>
beforeAll(async () => {
  graph = await createTestGraph()
  owners = ownershipOf(graph)
})
afterAll(() => graph.close())

/** Brings a server in from another registry, as a mirror does again and again. */
function importOne(name: string, version = '1.0.0') {
  const published = { publishedAt: '2025-09-28T19:13:44Z', updatedAt: '2025-09-28T19:13:44Z' }
  const record = {
    server: { name, description: 'As it was elsewhere', version },
    _meta: { [OFFICIAL_META]: { status: 'active', isLatest: true, ...published } },
  }
  const write = (servers: Parameters<typeof importServers>[1]) =>
    importServers(graph.database, servers)
  return importRegistry({ write }, [record], new Oddities())
}

/** Gives an imported server to somebody, as a proof of its namespace does. */
async function adopt(name: string, subject: string): Promise<string> {
  const owner = await graph.database.mcpOwner.upsert({
    where: { subject },
    create: { type: 'person', name: subject, subject },
    update: {},
  })
  const data = { ownerId: owner.id }
  const { id } = await graph.database.mcpServer.update({ where: { name }, data })
  return btoa(`Server:${id}`)
}

const read = (name: string) =>
  graph.database.mcpServer.findUnique({
    where: { name },
    select: { description: true, status: true, version: true },
  })

describe('what another registry says again', () => {
  it('does not bring back the old name of a server that was renamed', async () => {
    const { server } = await owners.mutate('publishServer', { input: manifest('before') }, 'rena')
    const change = { serverId: server?.['id'], name: 'com.example/after' }
    await owners.mutate('renameServer', change, 'rena')
    await importOne('com.example/before', '9.0.0')
    expect(await read('com.example/before')).toBeNull()
    expect(await read('com.example/after')).toMatchObject({ version: '1.0.0' })
  })

  it.each([
    [
      'published here',
      (name: string) =>
        owners.mutate(
          'publishServer',
          { input: { ...manifest(name), version: '1.1.0', description: 'Ours' } },
          'ada',
        ),
    ],
    [
      'changed',
      (_name: string, serverId: string) =>
        owners.mutate('updateServer', { input: { serverId, description: 'Ours' } }, 'ada'),
    ],
    [
      'withdrew',
      (_name: string, serverId: string) => owners.mutate('withdrawServer', { serverId }, 'ada'),
    ],
  ])('does not touch what its owner has %s', async (what, change) => {
    const short = `adopted-${what.replaceAll(' ', '-')}`
    const name = `com.example/${short}`
    await importOne(name)
    const serverId = await adopt(name, 'ada')
    expect((await change(short, serverId)).code).toBeUndefined()
    const before = await read(name)
    await importOne(name, '2.0.0')
    expect(await read(name)).toEqual(before)
  })
})
