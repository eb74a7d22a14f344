import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createLog } from '@toolgraph/entry'
import { createSafeFetch } from '@toolgraph/safe-fetch'
import { createNodeFetch } from '@toolgraph/safe-fetch/node'
import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMirror } from '../src/entry/mirror.ts'
import { mirrorRegistry, type MirrorOptions } from '../src/mirror/mirror-registry.ts'
import { importServers } from '../src/storage/import-servers.ts'
import { createMirrorStore } from '../src/storage/mirror-store.ts'
import { openFakeUpstream } from './fake-upstream.ts'

const HOUR_MS = 3_600_000
const CHILD = path.join(import.meta.dirname, 'mirror-once.ts')

let test: TestDatabase
let upstream: Awaited<ReturnType<typeof openFakeUpstream>>
/** How much later than the clock it is: so that an hour passes at once. */
let later: number

beforeEach(async () => {
  test = await createTestDatabase('graph')
  upstream = await openFakeUpstream()
  later = 0
})
afterEach(async () => {
  await upstream.close()
  await test.close()
})

function turn(options: Partial<MirrorOptions> = {}, trustedOrigins = [upstream.origin]) {
  const { database } = test
  const fetch = createSafeFetch({ trustedOrigins, fetch: createNodeFetch() })
  const context = {
    mirrors: createMirrorStore(database),
    write: (servers: Parameters<typeof importServers>[1]) => importServers(database, servers),
    fetch,
    now: () => new Date(Date.now() + later),
  }
  const { signal } = new AbortController()
  return mirrorRegistry(context, { upstreams: [upstream.origin], signal, ...options })
}

async function nextHour(...changes: Parameters<typeof upstream.put>) {
  later += HOUR_MS
  upstream.put(...changes)
  return turn()
}

const many = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    name: `com.example-mirror/server-${String(index).padStart(3, '0')}`,
    version: '1.0.0',
  }))

const find = (name: string) =>
  test.database.mcpServer.findUnique({
    where: { name },
    include: { versions: { orderBy: { version: 'asc' } } },
  })
const count = (where: object = {}) => test.database.mcpServer.count({ where })
const state = () => test.database.mirror.findUniqueOrThrow({ where: { upstream: upstream.origin } })

describe('a mirrored registry', () => {
  it('is read whole at first, then by what changed since, and not before it is due', async () => {
    upstream.put(...many(25))
    expect(await turn()).toEqual({ upstream: upstream.origin, records: 25, isComplete: true })
    expect(await count({ source: 'imported' })).toBe(25)
    expect(upstream.asked.map((query) => query.get('updated_since'))).toEqual([null, null, null])
    expect(await turn()).toBeUndefined()

    for (const version of upstream.versions) version.updatedAt = new Date(0)
    const [first] = many(1)
    const changed = { name: `${first?.name}`, version: '1.0.0', description: 'Changed' }
    expect(await nextHour(changed, { ...changed, version: '1.1.0' })).toMatchObject({ records: 2 })
    expect(upstream.asked.at(-1)?.get('updated_since')).toMatch(/^\d{4}-/)
    expect(await find(changed.name)).toMatchObject({
      version: '1.1.0',
      description: 'Changed',
      versions: [{ isLatest: false }, { isLatest: true }],
    })
    expect(await nextHour()).toMatchObject({ isComplete: true })
  })

  it('has its deletions here, and its restorations', async () => {
    const name = 'com.example-mirror/lives'
    upstream.put({ name, version: '1.0.0' }, { name, version: '2.0.0' })
    await turn()
    expect(await find(name)).toMatchObject({ status: 'active', version: '2.0.0' })

    await nextHour({ name, version: '2.0.0', status: 'deleted' })
    expect(await find(name)).toMatchObject({
      status: 'active',
      version: '1.0.0',
      versions: [
        { version: '1.0.0', isLatest: true, status: 'active' },
        { version: '2.0.0', isLatest: false, status: 'deleted' },
      ],
    })

    await nextHour({ name, version: '1.0.0', status: 'deleted' })
    expect(await find(name)).toMatchObject({ status: 'deleted' })

    await nextHour({ name, version: '2.0.0', status: 'active' })
    expect(await find(name)).toMatchObject({ status: 'active', version: '2.0.0' })
  })

  it('never overwrites what its owner published here', async () => {
    const own = { name: 'com.example-mirror/own', nameKey: 'com.example-mirror/own' }
    const texts = { title: 'Mine', description: 'Mine', version: '0.1.0' }
    await test.database.mcpServer.create({ data: { ...own, ...texts, source: 'published' } })
    upstream.put({ name: own.name, version: '9.0.0', status: 'deleted' })
    await turn()
    expect(await find(own.name)).toMatchObject({ ...texts, status: 'active', versions: [] })
  })

  it('is read on from the page at which a process was killed', async () => {
    upstream.put(...many(45))
    const reached = new Promise<void>((resolve) => {
      upstream.answerInstead((_, query) => {
        if (!query.get('cursor')?.includes('server-019')) return false
        resolve()
        // No answer: the process is waiting for it when it dies.
        return true
      })
    })
    const args = [CHILD, test.url, upstream.origin, '400']
    const child = spawn(process.execPath, args, { stdio: 'inherit' })
    await reached
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(await count()).toBe(20)
    upstream.answerInstead(undefined)
    upstream.asked.length = 0

    later += 1000
    expect(await turn()).toMatchObject({ records: 25, isComplete: true })
    expect(upstream.asked.map((query) => query.get('cursor'))).toEqual([
      'com.example-mirror/server-019:1.0.0',
      'com.example-mirror/server-029:1.0.0',
      'com.example-mirror/server-039:1.0.0',
    ])
    expect(await count()).toBe(45)
  })

  it('is read by one of several processes', async () => {
    upstream.put(...many(35))
    const turns = await Promise.all([turn(), turn(), turn(), turn()])
    expect(turns.filter((each) => each !== undefined)).toHaveLength(1)
    expect(upstream.asked).toHaveLength(4)
    expect(await count()).toBe(35)
  })

  it('is left to who has taken it over, by a process that was too slow', async () => {
    upstream.put(...many(35))
    let isFirst = true
    upstream.answerInstead(() => {
      // The lease of the first one ends while it waits, and another one reads all.
      if (isFirst) later += 1000
      isFirst = false
      return false
    })
    const slow = turn({ leaseMs: 500 })
    await expect.poll(() => isFirst).toBe(false)
    const [first, second] = await Promise.all([slow, turn()])
    const complete = [first, second].filter((each) => each?.isComplete)
    expect(complete).toHaveLength(1)
    expect(await count()).toBe(35)
    expect(await state()).toMatchObject({ cursor: null, lease: null, failures: 0 })
  })

  it('is read in parts where a turn may not take long', async () => {
    upstream.put(...many(35))
    expect(await turn({ maxPages: 2 })).toMatchObject({ records: 20, isComplete: false })
    expect(await turn({ maxPages: 2 })).toMatchObject({ records: 15, isComplete: true })
    expect(await turn({ maxPages: 2 })).toBeUndefined()
  })

  it('is not missing what changed on a page that was read already', async () => {
    upstream.put(...many(25))
    await turn({ maxPages: 1 })
    const early = { name: 'com.example-mirror/server-000', version: '1.1.0' }
    upstream.put(early)
    await turn()
    expect(await find(early.name)).toMatchObject({ version: '1.0.0' })
    await nextHour()
    expect(await find(early.name)).toMatchObject({ version: '1.1.0' })
  })

  it('that has no end keeps no other from being read', { timeout: 60_000 }, async () => {
    const other = await openFakeUpstream()
    other.put({ name: 'com.example-other/server', version: '1.0.0' })
    let page = 0
    upstream.answerInstead((response) => {
      page += 1
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ servers: [], metadata: { nextCursor: `page-${page}` } }))
      return true
    })
    const origins = [upstream.origin, other.origin]
    const settings = { MIRROR_URLS: origins, TRUSTED_ORIGINS: origins }
    const log = createLog('graph', 'development')
    const fetch = createNodeFetch()
    await createMirror(settings, { database: test.database, log, fetch }).runOnce(
      AbortSignal.timeout(20_000),
    )
    await other.close()
    expect(await count({ name: 'com.example-other/server' })).toBe(1)
  })

  it('is read on where its clock is years ahead', async () => {
    const name = 'com.example-mirror/server-000'
    upstream.put({ name, version: '1.0.0' })
    upstream.answerInstead((response) => {
      response.setHeader('date', 'Thu, 01 Jan 2099 00:00:00 GMT')
      return false
    })
    expect(await turn()).toMatchObject({ isComplete: true })
    await nextHour({ name, version: '1.1.0' })
    expect(await find(name)).toMatchObject({ version: '1.1.0' })
  })

  it.each([
    ['a fault', 500, {}, 30_000],
    ['too many requests', 429, { 'retry-after': '600' }, 600_000],
    ['too many requests, for a year', 429, { 'retry-after': '31536000' }, 24 * HOUR_MS],
  ])('is asked later after %s, and goes on where it stood', async (_, status, headers, wait) => {
    upstream.put(...many(25))
    upstream.answerInstead((response, query) => {
      if (query.get('cursor') === null) return false
      response.writeHead(status, headers).end()
      return true
    })
    expect(await turn()).toMatchObject({ records: 10, isComplete: false, failure: {} })
    const { dueAt, cursor, failures } = await state()
    expect({ cursor, failures }).toEqual({
      cursor: 'com.example-mirror/server-009:1.0.0',
      failures: 1,
    })
    expect(Math.abs(dueAt.getTime() - Date.now() - wait)).toBeLessThan(20_000)
    expect(await turn()).toBeUndefined()

    upstream.answerInstead(undefined)
    later = wait + 1000
    expect(await turn()).toMatchObject({ records: 15, isComplete: true })
    expect(await state()).toMatchObject({ failures: 0, cursor: null })
  })

  it('is asked less and less often as long as it fails', async () => {
    upstream.answerInstead((response) => {
      response.writeHead(503).end()
      return true
    })
    const waits: number[] = []
    for (let tries = 0; tries < 9; tries += 1) {
      await turn()
      const wait = (await state()).dueAt.getTime() - Date.now() - later
      waits.push(Math.round(wait / 15_000) * 15)
      later += wait + 1000
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 960, 1920, 3600, 3600])
  })

  it.each([
    ['refuses its own cursor', (response: Answer) => void response.writeHead(400).end()],
    [
      'gives a cursor twice',
      (response: Answer, query: URLSearchParams) =>
        void response
          .setHeader('content-type', 'application/json')
          .end(JSON.stringify({ servers: [], metadata: { nextCursor: query.get('cursor') } })),
    ],
  ])('is read anew from its beginning when it %s', async (_, answer) => {
    upstream.put(...many(25))
    upstream.answerInstead((response, query) => {
      if (query.get('cursor') === null) return false
      answer(response, query)
      return true
    })
    await turn()
    expect(await state()).toMatchObject({ cursor: null, startedAt: null, failures: 1 })
    upstream.answerInstead(undefined)
    later = HOUR_MS
    expect(await turn()).toMatchObject({ records: 25, isComplete: true })
  })

  it('is not called where its address is private', async () => {
    const { failure } = (await turn({}, [])) ?? {}
    expect(failure?.message).toBe('it does not answer')
    expect(upstream.asked).toEqual([])
  })

  it.each([
    ['no list', '{"servers":5}'],
    ['no JSON', '<html>'],
    ['nonsense', '[1,null,{"server":7}]'],
  ])('does no harm when it answers with %s', async (_, body) => {
    upstream.answerInstead((response) => {
      response.end(body)
      return true
    })
    await turn()
    expect(await count()).toBe(0)
  })
})

interface Answer {
  writeHead(status: number): Answer
  setHeader(name: string, value: string): Answer
  end(text?: string): unknown
}
