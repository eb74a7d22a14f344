import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestHarness } from 'wrangler'
import { openGuide, openTarget, type Guide, type Target } from './ssrf-fixture.ts'

let postgres: TestDatabase
let worker: ReturnType<typeof createTestHarness>
let target: Target
let guide: Guide

beforeAll(async () => {
  postgres = await createTestDatabase('graph')
  target = await openTarget()
  guide = await openGuide()
  worker = createTestHarness({
    root: import.meta.dirname,
    workers: [
      {
        configPath: '../wrangler.jsonc',
        vars: {
          TOOLGRAPH_MODE: 'development',
          GRAPH_URL: 'http://localhost:4200',
          ISSUER_URL: 'http://localhost:4100',
          TRUSTED_ORIGINS: guide.origin,
          DATABASE_URL: postgres.url,
        },
      },
    ],
  })
  await worker.listen()
})
afterAll(async () => {
  await worker?.close()
  target?.close()
  guide?.close()
  await postgres?.close()
})

/** Ways to each address: what a stranger publishes, and what a server that answers leads to. */
function vectors(): string[] {
  const written = target.urls.filter((url) => /^[\x20-\x7E]+$/.test(url))
  return [
    ...target.urls,
    ...written.map((url) => guide.lead('redirect', url)),
    ...written.slice(0, 12).map((url) => guide.lead('resource', url)),
    ...written.slice(0, 12).map((url) => guide.lead('issuer', url)),
  ]
}

/** A Worker has no look at what a name resolves to: the platform's own way out stands behind it. */
describe('no address of a stranger leads into the own network, in workerd', () => {
  it('directly, by a redirect or by metadata, when servers are probed', async () => {
    const urls = vectors()
    await postgres.database.mcpServer.createMany({
      data: urls.map((baseUrl, index) => ({
        name: `com.example/led-${index}`,
        nameKey: `com.example/led-${index}`,
        title: `Led ${index}`,
        description: 'A server that leads elsewhere',
        version: '1.0.0',
        baseUrl,
        probeDueAt: new Date(0),
      })),
    })
    const isDue = { probeDueAt: { lte: new Date() }, healthCheckedAt: null }
    // A run of the timer probes so many and no more.
    for (let run = 0; run < 8; run += 1) {
      if ((await postgres.database.mcpServer.count({ where: isDue })) === 0) break
      await worker.getWorker().scheduled({ cron: '* * * * *' })
    }
    const probed = await postgres.database.mcpServer.count({
      where: { healthCheckedAt: { not: null } },
    })
    expect(probed).toBe(urls.length)
    expect(target.connects()).toBe(0)
    expect(guide.asked()).toBeGreaterThan(20)
    expect(await postgres.database.mcpServer.count({ where: { healthState: 'open' } })).toBe(0)
  })
})
