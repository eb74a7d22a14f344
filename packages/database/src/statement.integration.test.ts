import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defineStatement, isErrorOf, POSTGRES_CODES, Prisma } from './index.ts'
import { createDatabase } from './node.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase('auth')
})
afterAll(() => test.close())

const insert = defineStatement<{ jti: string; expiresAt: Date }>(
  'test/insert',
  `INSERT INTO auth."AuthRevokedToken" ("jti", "expiresAt") VALUES ($1, $2)
   RETURNING "jti", "expiresAt"`,
)
const echo = defineStatement<{ list: string[]; json: unknown; nothing: null }>(
  'test/echo',
  'SELECT $1::text[] AS "list", $2::jsonb AS "json", $3::text AS "nothing"',
)
const ownConnection = defineStatement<{ pid: number }>(
  'test/own-connection',
  'SELECT pg_backend_pid() AS "pid"',
)

describe('a statement', () => {
  it('gives and takes dates, lists, JSON and null as they are', async () => {
    const expiresAt = new Date('2027-01-02T03:04:05.678Z')
    expect(await test.database.$run(insert, ['one', expiresAt])).toEqual([
      { jti: 'one', expiresAt },
    ])
    expect(await test.database.$run(echo, [['a', 'b "c"'], { d: 1 }, null])).toEqual([
      { list: ['a', 'b "c"'], json: { d: 1 }, nothing: null },
    ])
  })

  it('sees what Prisma wrote, and Prisma what it wrote', async () => {
    await test.database.$run(insert, ['two', new Date()])
    expect(await test.database.authRevokedToken.count({ where: { jti: 'two' } })).toBe(1)
  })

  it('is prepared once a connection', async () => {
    const one = createDatabase(test.url, { max: 1 })
    await one.$run(echo, [[], {}, null])
    await one.$run(echo, [[], {}, null])
    expect(await one.$queryRaw`SELECT name FROM pg_prepared_statements`).toEqual([
      { name: 'test/echo' },
    ])
    await one.$disconnect()
  })

  it('is prepared under a name of its own where it is put together for each question', async () => {
    const one = createDatabase(test.url, { max: 1 })
    for (const value of ['a', "b'; DROP TABLE x; --"]) {
      const sql = Prisma.sql`SELECT ${value}::text AS value, ${[value]}::text[] AS list`
      expect(await one.$query(sql)).toEqual([{ value, list: [value] }])
    }
    expect(await one.$queryRaw`SELECT count(*)::int AS count FROM pg_prepared_statements`).toEqual([
      { count: 1 },
    ])
    await one.$disconnect()
  })

  it('fails with an error whose SQLSTATE is known', async () => {
    await test.database.$run(insert, ['twice', new Date()])
    const again = test.database.$run(insert, ['twice', new Date()])
    const error = await again.catch((reason: unknown) => reason)
    expect(isErrorOf(error, POSTGRES_CODES.uniqueViolation)).toBe(true)
  })

  it('finds another connection when its own was ended while nobody used it', async () => {
    const one = createDatabase(test.url, { max: 1 })
    const [first] = await one.$run(ownConnection, [])
    await test.database.$queryRaw`SELECT pg_terminate_backend(${first?.pid}::int)`
    await expect
      .poll(async () => (await one.$run(ownConnection, []).catch(() => []))[0]?.pid ?? first?.pid)
      .not.toBe(first?.pid)
    await one.$disconnect()
  })

  it('leaves no connection open, although Prisma never used one', async () => {
    const one = createDatabase(test.url)
    const [first] = await one.$run(ownConnection, [])
    await one.$disconnect()
    await expect
      .poll(() => test.database.$queryRaw`SELECT 1 FROM pg_stat_activity WHERE pid = ${first?.pid}`)
      .toEqual([])
  })
})
