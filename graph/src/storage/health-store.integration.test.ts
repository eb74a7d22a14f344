import { createDatabase } from '@toolgraph/database/node'
import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ProbeRecord, ProbeTarget } from '../health/health-store.ts'
import type { Finding } from '../health/reading.ts'
import { fingerprintTool, type ToolDefinition } from '../registry/tool.ts'
import { createConnectionStore } from './connection-store.ts'
import { createEventLog } from './event-log.ts'
import { createHealthStore } from './health-store.ts'
import { toJson } from './json.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase('graph')
})
afterAll(() => test.close())
beforeEach(async () => {
  await test.database.mcpServer.deleteMany()
  await test.database.probeHost.deleteMany()
})

const START = Date.parse('2026-11-22T12:00:00Z')
const at = (seconds: number) => new Date(START + seconds * 1_000)
const due = { leaseMs: 60_000, includeImported: false }

let counter = 0
async function addServer(data: object = {}): Promise<string> {
  counter += 1
  const name = `com.example/s${counter}`
  const { id } = await test.database.mcpServer.create({
    data: {
      name,
      nameKey: name,
      title: `Server ${counter}`,
      description: '',
      version: '1.0.0',
      baseUrl: `https://s${counter}.example/mcp`,
      ...data,
    },
  })
  return id
}

const openStore = () => createHealthStore(test.database)

async function claimed(serverId: string, seconds = 0): Promise<ProbeTarget> {
  const target = await openStore().claim(serverId, {
    now: at(seconds),
    leaseMs: 60_000,
    checkedBefore: at(seconds),
  })
  if (!target) throw new Error('not claimed')
  return target
}

function probed(target: ProbeTarget, seconds: number, more: Partial<Finding> = {}): ProbeRecord {
  const { tools: _, ...finding } = more
  return {
    target,
    finding: { state: 'open', checkedAt: at(seconds), latencyMs: 12, ...finding },
    next: { dueAt: at(seconds + 600), failures: 0 },
    hostPauseMs: 0,
    now: at(seconds),
  }
}

const toolsOf = (...definitions: Partial<ToolDefinition>[]) =>
  Promise.all(
    definitions.map(async (given) => {
      const definition = { name: 'a', description: '', inputSchema: { type: 'object' }, ...given }
      const fingerprint = await fingerprintTool(definition)
      return { ...definition, fingerprint, scopes: [], translations: {} }
    }),
  )

describe('claimDue()', () => {
  it('gives each due server to one of two processes, and none to both', async () => {
    const ids = await Promise.all(Array.from({ length: 40 }, () => addServer()))
    const other = createDatabase(test.url, { max: 5 })
    const stores = [openStore(), createHealthStore(other)]

    const claims = await Promise.all(
      Array.from({ length: 60 }, (_, n) => stores[n % 2]?.claimDue({ ...due, now: at(0) })),
    )
    await other.$disconnect()

    const got = claims.flatMap((target) => target?.serverId ?? [])
    expect(got.toSorted()).toEqual(ids.toSorted())
  })

  it('takes those that wait longest, and not those that are not due', async () => {
    const [late, later] = [
      await addServer({ probeDueAt: at(5) }),
      await addServer({ probeDueAt: at(9) }),
    ]
    await addServer({ probeDueAt: at(11) })
    const claim = async () => (await openStore().claimDue({ ...due, now: at(10) }))?.serverId

    expect([await claim(), await claim(), await claim()]).toEqual([late, later, undefined])
  })

  it('leaves alone what has no endpoint or was withdrawn', async () => {
    await addServer({ baseUrl: null })
    await addServer({ status: 'deleted' })

    expect(await openStore().claimDue({ ...due, now: at(0) })).toBeUndefined()
  })

  it('gives two servers of one host at a time, whoever asks', async () => {
    for (const name of 'abcdefgh') await addServer({ baseUrl: `https://Same.example/${name}` })
    const other = createDatabase(test.url, { max: 5 })
    const stores = [openStore(), createHealthStore(other)]
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, n) => stores[n % 2]?.claimDue({ ...due, now: at(0) })),
    )
    await other.$disconnect()
    const [first, second, ...more] = claims.filter((target) => target !== undefined)
    expect(more).toEqual([])
    if (!first || !second) throw new Error('not claimed')

    await openStore().record(probed(first, 1))
    const third = await openStore().claimDue({ ...due, now: at(1) })
    expect([first.serverId, second.serverId]).not.toContain(third?.serverId)
    expect(await openStore().claimDue({ ...due, now: at(1) })).toBeUndefined()
    // The leases of a process that is gone end by themselves.
    expect(await openStore().claimDue({ ...due, now: at(62) })).toBeDefined()
  })

  it('leaves a host alone that asked for that, and no other', async () => {
    await addServer({ baseUrl: 'https://busy.example/a' })
    await addServer({ baseUrl: 'https://busy.example/b', probeDueAt: at(0) })
    const free = await addServer({ probeDueAt: at(0) })
    const claim = (seconds: number) => openStore().claimDue({ ...due, now: at(seconds) })
    const target = await claim(0)
    if (!target) throw new Error('not claimed')
    await openStore().record({ ...probed(target, 1, { state: 'unknown' }), hostPauseMs: 30_000 })

    expect((await claim(2))?.serverId).toBe(free)
    expect(await claim(30)).toBeUndefined()
    expect(await claim(31)).toMatchObject({ url: 'https://busy.example/b' })
  })

  it.each(['imported', 'catalog'])(
    'takes %s servers only where that is switched on',
    async (source) => {
      const id = await addServer({ source })

      expect(await openStore().claimDue({ ...due, now: at(0) })).toBeUndefined()
      expect(
        await openStore().claimDue({ ...due, now: at(0), includeImported: true }),
      ).toMatchObject({
        serverId: id,
      })
    },
  )

  it('gives a server again when its lease has ended, as after a crash', async () => {
    const id = await addServer()
    const claim = (seconds: number) => openStore().claimDue({ ...due, now: at(seconds) })

    expect(await claim(0)).toMatchObject({ serverId: id, leaseUntil: at(60) })
    expect(await claim(59)).toBeUndefined()
    expect(await claim(60)).toMatchObject({ serverId: id, leaseUntil: at(120) })
  })
})

describe('a server that has moved', () => {
  it('begins anew at once, whoever moved it', async () => {
    const id = await addServer()
    const found = { state: 'down', detail: 'Gone', evidence: { problem: 'ERR_TIMEOUT' } } as const
    await openStore().record(probed(await claimed(id), 1, found))
    await openStore().record(probed(await claimed(id, 2), 3, found))
    expect(await test.database.incident.count({ where: { closedAt: null } })).toBe(1)
    expect(await openStore().latest(id)).toMatchObject(found)

    await test.database.mcpServer.update({
      where: { id },
      data: { baseUrl: 'https://new.example/mcp' },
    })
    expect(await openStore().latest(id)).toBeUndefined()
    expect(await test.database.mcpServer.findUnique({ where: { id } })).toMatchObject({
      healthState: 'unknown',
      healthEvidence: null,
      probeFailures: 0,
      probeDueAt: null,
    })
    expect(await test.database.incident.count({ where: { closedAt: null } })).toBe(0)
    expect(await test.database.incident.findFirst({ where: { serverId: id } })).toMatchObject({
      closedBy: 'moved',
    })
  })
})

describe('a server that is withdrawn', () => {
  it('has no incident any more; restored and failing still, it has another one', async () => {
    const id = await addServer()
    const found = { state: 'down', detail: 'Gone' } as const
    const fail = async (seconds: number) =>
      openStore().record(probed(await claimed(id, seconds), seconds + 1, found))
    const setStatus = (status: 'deleted' | 'active') =>
      test.database.mcpServer.update({ where: { id }, data: { status } })
    const incidents = () =>
      test.database.incident.findMany({ where: { serverId: id }, orderBy: { openedAt: 'asc' } })
    await fail(0)
    await fail(2)
    await setStatus('deleted')
    expect(await incidents()).toMatchObject([{ closedBy: 'withdrawn', closedAt: expect.any(Date) }])

    await setStatus('active')
    await fail(200)
    await fail(202)
    expect(await incidents()).toMatchObject([
      { openedAt: at(1), closedBy: 'withdrawn' },
      { openedAt: at(201), closedAt: null, closedBy: null },
    ])
    await openStore().record(probed(await claimed(id, 204), 205, { state: 'open' }))
    expect(await incidents()).toMatchObject([{}, { closedBy: 'recovered' }])
  })
})

describe('record()', () => {
  it('keeps the reading, its history, and when the server is due again', async () => {
    const id = await addServer()
    const reading = { protocolEra: '2026-07-28', toolCount: 3, detail: 'Well' }
    await openStore().record(probed(await claimed(id), 1, reading))

    expect(await openStore().latest(id)).toEqual({
      serverId: id,
      state: 'open',
      checkedAt: at(1),
      latencyMs: 12,
      ...reading,
    })
    const server = await test.database.mcpServer.findUniqueOrThrow({
      where: { id },
      include: { readings: true },
    })
    expect(server).toMatchObject({ probeDueAt: at(601), probeLeaseUntil: null })
    expect(server.readings).toMatchObject([{ status: 'open', checkedAt: at(1), latencyMs: 12 }])
  })

  it('keeps the newer reading when an older one arrives late', async () => {
    const id = await addServer()
    const [slow, quick] = [await claimed(id), await claimed(id, 61)]
    await openStore().record(probed(quick, 62, { state: 'open' }))
    await openStore().record(probed(slow, 2, { state: 'down' }))

    expect(await openStore().latest(id)).toMatchObject({ state: 'open', checkedAt: at(62) })
    expect(await test.database.healthCheck.count({ where: { mcpServerId: id } })).toBe(1)
  })

  it('leaves the schedule to the one who holds the lease now', async () => {
    const id = await addServer()
    const [lost, held] = [await claimed(id), await claimed(id, 61)]
    await openStore().record(probed(lost, 62))

    const row = { where: { id }, select: { probeLeaseUntil: true, probeDueAt: true } }
    expect(await test.database.mcpServer.findUnique(row)).toEqual({
      probeLeaseUntil: held.leaseUntil,
      probeDueAt: null,
    })
  })

  it('ignores the reading of an address that the server has left meanwhile', async () => {
    const id = await addServer()
    const target = await claimed(id)
    await test.database.mcpServer.update({
      where: { id },
      data: { baseUrl: 'https://new.example/' },
    })
    await openStore().record(probed(target, 1))

    expect(await openStore().latest(id)).toBeUndefined()
  })

  it('does not touch when the record itself was changed', async () => {
    const id = await addServer({ updatedAt: at(-100) })
    await openStore().record(probed(await claimed(id), 1))

    const server = await test.database.mcpServer.findUnique({ where: { id } })
    expect(server?.updatedAt).toEqual(at(-100))
  })

  it('tells every process of a change of state, and of nothing else', async () => {
    const id = await addServer()
    const other = createDatabase(test.url, { max: 1 })
    const heard = createEventLog(other, { pollMs: 10 }).subscribe({ topics: ['health'] })
    await heard.ready
    const store = openStore()
    await store.record(probed(await claimed(id), 1, { state: 'open' }))
    await store.record(probed(await claimed(id, 2), 3, { state: 'open' }))
    await store.record(probed(await claimed(id, 4), 5, { state: 'down' }))

    const payloads = [(await heard.next()).value, (await heard.next()).value]
    expect(payloads).toMatchObject([
      { serverId: id, payload: { before: 'unknown', reading: { state: 'open' } } },
      { serverId: id, payload: { before: 'open', reading: { state: 'down' } } },
    ])
    await heard.return?.()
    await other.$disconnect()
  })
})

describe('record(), with the tools of an open server', () => {
  const toolNames = async (serverId: string) => {
    const tools = await test.database.mcpTool.findMany({
      where: { serverId },
      orderBy: { position: 'asc' },
    })
    return tools.map(({ name, description }) => [name, description])
  }

  it('keeps them in order, counted, and searchable', async () => {
    const id = await addServer({ source: 'imported' })
    const tools = await toolsOf({ name: 'b' }, { name: 'a', annotations: { readOnlyHint: true } })
    await openStore().record({ ...probed(await claimed(id), 1), tools })

    expect(await toolNames(id)).toEqual([
      ['b', ''],
      ['a', ''],
    ])
    const server = await test.database.mcpServer.findUnique({ where: { id } })
    expect(server?.toolsSummary).toEqual({
      total: 2,
      readOnly: 1,
      destructive: 0,
      names: ['b', 'a'],
    })
    expect(await test.database.toolSearchDocument.count({ where: { serverId: id } })).toBe(2)
    expect(await test.database.toolChange.count({ where: { serverId: id } })).toBe(0)
  })

  it('grades what changed since, once', async () => {
    const id = await addServer({ source: 'imported' })
    const record = async (seconds: number, ...definitions: Partial<ToolDefinition>[]) =>
      openStore().record({
        ...probed(await claimed(id, seconds), seconds),
        tools: await toolsOf(...definitions),
      })
    const required = { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] }
    await record(1, { name: 'a' }, { name: 'b' }, { name: 'c' })
    const changed = [
      { name: 'a', description: 'Ignore' },
      { name: 'b', inputSchema: required },
      { name: 'd' },
    ]
    await record(2, ...changed)
    await record(3, ...changed)

    const changes = await test.database.toolChange.findMany({
      where: { serverId: id },
      orderBy: { toolName: 'asc' },
    })
    expect(changes.map(({ toolName, kind, severity }) => [toolName, kind, severity])).toEqual([
      ['a', 'changed', 'warning'],
      ['b', 'changed', 'breaking'],
      ['c', 'removed', 'breaking'],
      ['d', 'added', 'notice'],
    ])
  })

  it('grades other words in another language, and other rights, as a warning', async () => {
    const id = await addServer({ source: 'imported' })
    const record = async (seconds: number, beside: object) => {
      const [tool] = await toolsOf({ name: 'a' })
      if (!tool) throw new TypeError('no tool')
      const tools = [{ ...tool, ...beside }]
      await openStore().record({ ...probed(await claimed(id, seconds), seconds), tools })
    }
    await record(1, { translations: { ja: { description: '読む' } } })
    await record(2, { translations: { ja: { description: '無視して' } } })
    await record(3, { translations: { ja: { description: '無視して' } }, scopes: ['a:write'] })
    await record(4, { translations: { ja: { description: '無視して' } }, scopes: ['a:write'] })

    const changes = await test.database.toolChange.findMany({ where: { serverId: id } })
    expect(changes.map(({ severity }) => severity)).toEqual(['warning', 'warning'])
    expect(await test.database.mcpTool.findFirst({ where: { serverId: id } })).toMatchObject({
      scopes: ['a:write'],
    })
  })

  it('does not read them again while their server calls them fresh, until a person sees others', async () => {
    const id = await addServer({ source: 'imported' })
    const record = probed(await claimed(id), 1, { toolCount: 1 })
    await openStore().record({ ...record, tools: await toolsOf({}), toolsDueAt: at(3_600) })
    expect(await claimed(id, 600)).toMatchObject({ readsTools: false, toolCount: 1 })
    expect(await claimed(id, 3_600)).toMatchObject({ readsTools: true })

    const connections = createConnectionStore(test.database)
    const viewer = { subject: 'aiko', clientId: 'web', scopes: [] }
    const none = undefined
    const grant = { serverId: id, issuer: none, clientId: none, tokenSet: none, scopes: [] }
    const connectionId = await connections.link(viewer, { ...grant, expiresAt: none, now: at(0) })
    const due = () =>
      test.database.mcpServer.findUniqueOrThrow({
        where: { id },
        select: { toolsDueAt: true, probeDueAt: true },
      })
    const [tool] = await toolsOf({ name: 'other' })
    if (!tool) throw new TypeError('no tool')
    const seen = [{ ...tool, title: undefined, outputSchema: undefined, annotations: {} }]
    const sync = (seconds: number) =>
      connections.syncTools(viewer, { connectionId, tools: seen, now: at(seconds) })
    await sync(120)
    expect(await due()).toEqual({ toolsDueAt: null, probeDueAt: at(120) })

    await test.database.mcpServer.update({ where: { id }, data: { probeDueAt: at(900) } })
    await sync(180)
    expect(await due()).toMatchObject({ probeDueAt: at(900) })
  })

  it('keeps the newest changes of a server that changes with each look', async () => {
    const id = await addServer({ source: 'imported' })
    await test.database.toolChange.createMany({
      data: Array.from({ length: 600 }, (_, n) => ({
        serverId: id,
        toolName: `t${n}`,
        kind: 'added' as const,
        severity: 'notice' as const,
        detectedAt: at(n - 1_000),
      })),
    })
    await openStore().record({ ...probed(await claimed(id), 1), tools: await toolsOf({}) })

    const changes = await test.database.toolChange.findMany({
      where: { serverId: id },
      orderBy: { detectedAt: 'asc' },
    })
    expect([changes.length, changes[0]?.toolName, changes.at(-1)?.toolName]).toEqual([
      500,
      't101',
      'a',
    ])
  })

  it('leaves what a publisher declared as it is', async () => {
    const id = await addServer()
    const declared = { name: 'declared', description: 'Ours', inputSchema: { type: 'object' } }
    await test.database.mcpServerVersion.create({
      data: {
        serverId: id,
        version: '1.0.0',
        isLatest: true,
        manifest: {},
        definition: toJson({ tools: [declared] }),
        publishedAt: at(0),
        updatedAt: at(0),
      },
    })
    await test.database.mcpTool.create({ data: { ...declared, serverId: id, fingerprint: 'f' } })
    await openStore().record({
      ...probed(await claimed(id), 1),
      tools: await toolsOf({ name: 'x' }),
    })

    expect(await toolNames(id)).toEqual([['declared', 'Ours']])
  })

  it('reads the tools of a published server that declares none', async () => {
    const id = await addServer()
    await openStore().record({
      ...probed(await claimed(id), 1),
      tools: await toolsOf({ name: 'x' }),
    })

    expect(await toolNames(id)).toEqual([['x', '']])
  })
})

describe('record(), with the metadata of a gated server', () => {
  const authorization = { issuer: 'https://issuer.example', scopes: ['a:read'] }

  it('tells where its tokens come from', async () => {
    const id = await addServer({ source: 'catalog' })
    await openStore().record(probed(await claimed(id), 1, { state: 'gated', authorization }))

    expect(await test.database.mcpServer.findUnique({ where: { id } })).toMatchObject({
      oauthIssuer: 'https://issuer.example',
      scopes: ['a:read'],
    })
  })

  it('mends a publication that could not reach its issuer, and keeps its own scopes', async () => {
    const id = await addServer({ scopes: ['own'] })
    const target = await claimed(id)
    expect(target.hasIssuer).toBe(false)
    await openStore().record(probed(target, 1, { state: 'open', authorization }))

    expect(await test.database.mcpServer.findUnique({ where: { id } })).toMatchObject({
      oauthIssuer: 'https://issuer.example',
      scopes: ['own'],
    })
    expect((await claimed(id, 2)).hasIssuer).toBe(true)
  })

  it('does not overwrite what a publication read', async () => {
    const id = await addServer({ oauthIssuer: 'https://own.example', scopes: ['own'] })
    await openStore().record(probed(await claimed(id), 1, { state: 'gated', authorization }))

    expect(await test.database.mcpServer.findUnique({ where: { id } })).toMatchObject({
      oauthIssuer: 'https://own.example',
      scopes: ['own'],
    })
  })
})

describe('prune()', () => {
  it('forgets readings of before, and keeps the latest of each server', async () => {
    const id = await addServer()
    const store = openStore()
    await store.record(probed(await claimed(id), 1))
    await store.record(probed(await claimed(id, 100), 100))

    expect(await store.prune(at(14 * 86_400 + 50))).toBe(1)
    expect(await store.latest(id)).toMatchObject({ checkedAt: at(100) })
  })
})
