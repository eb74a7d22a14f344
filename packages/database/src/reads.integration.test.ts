import { readFileSync } from 'node:fs'
import path from 'node:path'
import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Database } from './index.ts'
import { createReads } from './reads.ts'

let test: TestDatabase
let reads: Database
beforeAll(async () => {
  test = await createTestDatabase('graph')
  reads = createReads(test.database, 'graph')
  await fill(test.database)
})
afterAll(() => test.close())

const SUBJECTS = ['aiko', 'ben']
const STATES = ['open', 'gated', 'down', 'unknown'] as const

async function fill(database: Database) {
  for (const subject of SUBJECTS) {
    await database.mcpOwner.create({ data: { type: 'person', name: `O'${subject}`, subject } })
  }
  const organization = await database.mcpOwner.create({
    data: {
      type: 'organization',
      name: 'Org',
      members: { create: { subject: 'aiko', role: 'admin' } },
    },
  })
  for (let index = 0; index < 12; index += 1) {
    const isPublic = index % 3 !== 0
    await database.mcpServer.create({
      data: {
        name: `com.example/s${index}`,
        nameKey: `com.example/s${index}`,
        title: `日本 "${index}"`,
        description: index % 2 ? '' : 'It\'s \\ a "test"',
        version: '1.0.0',
        baseUrl: index % 4 ? `https://s${index}.example/mcp` : null,
        visibility: isPublic ? 'public' : 'private',
        status: index === 5 ? 'deleted' : 'active',
        healthState: STATES[index % STATES.length] ?? 'unknown',
        tags: index % 2 ? ['npm', 'a "b", {c}'] : [],
        translations: { z: 1, a: { ja: 'はい' } },
        linkCount: index % 5,
        uptime30d: index / 7,
        publishedAt: new Date(Date.UTC(2026, 0, 1 + (index % 4), 1, 2, 3, index)),
        healthCheckedAt: index % 2 ? new Date('2026-03-29T01:30:00.123Z') : null,
        ...(index % 3 === 0 ? { owner: { connect: { id: organization.id } } } : {}),
        tools: {
          create: Array.from({ length: index % 4 }, (_each, position) => ({
            name: `t${position}`,
            inputSchema: { type: 'object', properties: { z: {}, a: {} } },
            fingerprint: 'f',
            position,
          })),
        },
        versions: {
          create: {
            version: '1.0.0',
            manifest: {},
            publishedAt: new Date(),
            updatedAt: new Date(),
          },
        },
      },
    })
  }
  await database.event.create({ data: { topic: 'server', payload: { a: null } } })
  const [server] = await database.mcpServer.findMany({ take: 1 })
  await database.healthDay.create({
    data: {
      serverId: server?.id ?? '',
      day: new Date('2026-03-29T00:00:00Z'),
      open: 1,
      gated: 0,
      gatedBroken: 0,
      wrongTransport: 0,
      notMcp: 0,
      down: 0,
      unknown: 0,
      upSeconds: 1,
      knownSeconds: 1,
    },
  })
}

/** `undefined` as a value says the same as nothing. */
const optional = <value>(arbitrary: fc.Arbitrary<value>) =>
  fc.option(arbitrary, { nil: undefined, freq: 2 })
const name = fc.integer({ min: 0, max: 13 }).map((index) => `com.example/s${index}`)
const state = fc.constantFrom(...STATES)
const moment = fc.constantFrom(
  new Date('2026-01-02T01:02:03Z'),
  new Date('2026-03-29T01:30:00.123Z'),
)

const leaf: fc.Arbitrary<object> = fc.oneof(
  fc.record({ nameKey: name }),
  fc.record({ name: fc.record({ in: fc.array(name, { maxLength: 3 }) }) }),
  fc.record({ name: fc.record({ not: name }) }),
  fc.record({
    healthState: fc.oneof(state, fc.record({ in: fc.array(state) }), fc.record({ not: state })),
  }),
  fc.record({ healthState: fc.record({ notIn: fc.array(state) }) }),
  fc.record({ baseUrl: fc.constantFrom(null, { not: null }, 'https://s1.example/mcp') }),
  fc.record({
    tags: fc.constantFrom({ has: 'npm' }, { hasSome: ['a "b", {c}'] }, { isEmpty: true }),
  }),
  fc.record({ tags: fc.constantFrom({ isEmpty: false }, { hasSome: [] }) }),
  fc.record({ linkCount: fc.constantFrom(2, { gte: 3 }, { lt: 2 }, { gt: 0, lte: 3 }) }),
  fc.record({ publishedAt: fc.record({ gte: moment }) }),
  fc.record({ healthCheckedAt: fc.oneof(moment, fc.constant(null)) }),
  fc.record({ visibility: fc.constantFrom('public', 'private') }),
  fc.record({ tools: fc.constantFrom({ some: { name: 't2' } }, { none: {} }, { some: {} }) }),
  fc.record({ owner: fc.constantFrom({ name: 'Org' }, { is: { name: "O'aiko" } }) }),
  fc.record({
    owner: fc.record({
      members: fc.constant({ some: { subject: 'aiko', role: { not: 'viewer' } } }),
    }),
  }),
)
const { where } = fc.letrec<{ where: object }>((tie) => ({
  where: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.record({ AND: fc.array(tie('where'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ OR: fc.array(tie('where'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ NOT: fc.oneof(tie('where'), fc.tuple(tie('where'), tie('where'))) }),
    fc.tuple(leaf, tie('where')).map(([one, other]) => ({ ...one, AND: other })),
  ),
}))
const toolSelect = fc.constantFrom(true, {
  select: { name: true, inputSchema: true, server: { select: { title: true } } },
  where: { position: { gte: 1 } },
  orderBy: [{ position: 'desc' }, { name: 'asc' }],
})
const scalars = fc.record({
  id: fc.constant(true),
  title: fc.boolean(),
  tags: fc.boolean(),
  translations: fc.boolean(),
  publishedAt: fc.boolean(),
  healthCheckedAt: fc.boolean(),
  healthState: fc.boolean(),
  uptime30d: fc.boolean(),
})
const relations = fc.record(
  {
    tools: toolSelect,
    owner: fc.constantFrom(true, { select: { name: true, members: true } }),
    versions: fc.constant({ select: { manifest: true, version: true } }),
    _count: fc.constantFrom(
      { select: { tools: true } },
      { select: { tools: { where: { name: { not: 't0' } } }, versions: true } },
    ),
  },
  { requiredKeys: [] },
)
const shape = fc.oneof(
  fc.tuple(scalars, relations).map(([some, others]) => ({ select: { ...some, ...others } })),
  relations.map((include) => ({ include })),
)
const order = fc.constantFrom(
  [{ publishedAt: 'desc' }, { id: 'desc' }],
  [{ healthState: 'asc' }, { linkCount: 'desc' }, { id: 'asc' }],
  { id: 'asc' },
)

describe('a read past the engine', () => {
  it('answers as Prisma does', async () => {
    const args = fc
      .tuple(shape, optional(where), order, optional(fc.nat(5)), optional(fc.nat(3)))
      .map(([columns, condition, orderBy, take, skip]) => ({
        ...columns,
        where: condition,
        orderBy,
        take,
        skip,
      }))
    const spy = vi.spyOn(test.database.mcpServer, 'findMany')
    await fc.assert(
      fc.asyncProperty(args, async (question) => {
        const prismas = await test.database.mcpServer.findMany(question as never)
        spy.mockClear()
        expect(await reads.mcpServer.findMany(question as never)).toEqual(prismas)
        expect(spy).not.toHaveBeenCalled()
      }),
      { numRuns: 60 },
    )
    spy.mockRestore()
  })

  it('counts as Prisma does', async () => {
    await fc.assert(
      fc.asyncProperty(where, async (condition) => {
        const question = { where: condition } as never
        expect(await reads.mcpServer.count(question)).toBe(
          await test.database.mcpServer.count(question),
        )
      }),
      { numRuns: 60 },
    )
  })

  it('goes on behind a cursor as Prisma does', async () => {
    const orderBy = [{ publishedAt: 'desc' as const }, { id: 'desc' as const }]
    const all = await test.database.mcpServer.findMany({ orderBy })
    for (const { id } of [...all, { id: crypto.randomUUID() }]) {
      const page = {
        cursor: { id },
        skip: 1,
        take: 3,
        orderBy,
        where: { status: 'active' as const },
      }
      expect(await reads.mcpServer.findMany(page)).toEqual(
        await test.database.mcpServer.findMany(page),
      )
    }
  })

  it('gives days, large numbers and rows by compound keys as Prisma does', async () => {
    const { database } = test
    expect(await reads.healthDay.findMany()).toEqual(await database.healthDay.findMany())
    const { day } = await database.healthDay.findFirstOrThrow()
    expect(await reads.healthDay.count({ where: { day } })).toBe(1)
    expect(await reads.event.findMany()).toEqual(await database.event.findMany())
    const owner = await database.mcpOwner.findFirstOrThrow({ where: { name: 'Org' } })
    const key = { where: { ownerId_subject: { ownerId: owner.id, subject: 'aiko' } } }
    const member = await database.mcpOwnerMember.findUnique(key)
    expect(await reads.mcpOwnerMember.findUnique(key)).toEqual(member)
  })

  it('takes nothing of a value for a part of the statement', async () => {
    const where = { name: `x' OR '1'='1`, healthState: `open' OR '1'='1` as 'open' }
    await expect(reads.mcpServer.findMany({ where })).rejects.toThrow()
    expect(await reads.mcpServer.findMany({ where: { name: where.name } })).toEqual([])
  })

  it('leaves to Prisma what it cannot say, and its errors', async () => {
    const { database } = test
    const spy = vi.spyOn(database.mcpServer, 'findMany')
    const question = { where: { title: { contains: '日本' } }, orderBy: { name: 'asc' as const } }
    expect(await reads.mcpServer.findMany(question)).toHaveLength(12)
    expect(await reads.mcpServer.findMany({ take: -2, orderBy: { id: 'asc' } })).toHaveLength(2)
    expect(spy).toHaveBeenCalledTimes(2)
    spy.mockRestore()
    const none = { where: { id: crypto.randomUUID() } }
    await expect(reads.mcpServer.findUniqueOrThrow(none)).rejects.toThrow(/No record was found/)
    expect(await reads.mcpServer.findFirst(none)).toBeNull()
  })

  it('is one statement with those like it that are asked in the same moment', async () => {
    const { database } = test
    const owners = await database.mcpServer.findMany({ select: { id: true, name: true } })
    const spy = vi.spyOn(database, '$query')
    const found = await Promise.all(
      owners.map(async ({ id }) => {
        await Promise.resolve()
        return reads.mcpServer.findFirst({
          where: { id, title: { not: '$1' } },
          select: { name: true },
        })
      }),
    )
    expect(found).toEqual(owners.map(({ name }) => ({ name })))
    expect(spy).toHaveBeenCalledTimes(1)
    spy.mockRestore()
  })

  it('is answered although one like it, asked in the same moment, cannot be', async () => {
    const where = (id: string) => ({ where: { id } })
    const { id } = await test.database.mcpServer.findFirstOrThrow()
    const [one, other] = await Promise.allSettled([
      reads.mcpServer.count(where(id)),
      reads.mcpServer.count(where('no uuid')),
    ])
    expect(one).toEqual({ status: 'fulfilled', value: 1 })
    expect(other.status).toBe('rejected')
  })

  it('is prepared once, whatever its values', async () => {
    const { createDatabase } = await import('./node.ts')
    const one = createDatabase(test.url, { max: 1 })
    const some = createReads(one, 'graph')
    for (const id of [crypto.randomUUID(), crypto.randomUUID()]) {
      await some.mcpServer.findMany({ where: { id: { in: [id] } }, take: 3 })
    }
    expect(await one.$queryRaw`SELECT name FROM pg_prepared_statements`).toHaveLength(1)
    await one.$disconnect()
  })
})

it('finds every relation of the schema to refer to an id', () => {
  const schema = readFileSync(
    path.resolve(import.meta.dirname, '../../../prisma/schema.prisma'),
    'utf8',
  )
  const referred = [...schema.matchAll(/references: \[([^\]]*)\]/g)].map(([, columns]) => columns)
  expect(new Set(referred)).toEqual(new Set(['id']))
})
