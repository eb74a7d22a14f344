import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createTestHarness } from 'wrangler'
import * as z from 'zod'
import { openGuide, openTarget, type Guide, type Target } from './ssrf-fixture.ts'

let postgres: TestDatabase
let worker: ReturnType<typeof createTestHarness>
let target: Target
let guide: Guide

beforeAll(async () => {
  // What a Worker asks goes out through this process, which does not hear that redirects are the Worker's to follow.
  const follow = globalThis.fetch
  vi.stubGlobal('fetch', (url: string, init?: RequestInit) =>
    follow(new Request(url, init), { redirect: 'manual' }),
  )
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
  vi.unstubAllGlobals()
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

/** A Worker has no look at what a name resolves to: on the platform its own way out stands behind it, here nothing does. */
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

  it('directly or by a redirect, when icons are read', async () => {
    const redirected = target.urls.filter((url) => /^[\x20-\x7E]+$/.test(url))
    const urls = [...target.urls, ...redirected.map((url) => guide.lead('redirect', url))]
    const askedBefore = guide.asked()
    const read = async (src: string, index: number) => {
      const name = `com.example/pictured-${index}`
      await publishWithIcon(name, src)
      const path = `/registry/servers/${encodeURIComponent(name)}/icon`
      const response = await worker.fetch(`http://localhost:4200${path}`)
      const { code } = z.object({ code: z.string() }).parse(await response.json())
      expect(['ERR_ICON_NOT_FOUND', 'ERR_ICON_UNAVAILABLE'], src).toContain(code)
    }
    // Each request to a Worker opens Postgres anew: some at a time.
    for (let at = 0; at < urls.length; at += 10)
      await Promise.all(urls.slice(at, at + 10).map((src, index) => read(src, at + index)))
    expect(target.connects()).toBe(0)
    expect(guide.asked() - askedBefore).toBe(redirected.length)
  })

  it('would show a picture: the ways do lead to one', async () => {
    const sources = ['data:image/svg+xml;base64,PHN2Zy8+', guide.picture]
    for (const [index, src] of sources.entries()) {
      const name = `com.example/shown-${index}`
      await publishWithIcon(name, src)
      const address = `http://localhost:4200/registry/servers/${encodeURIComponent(name)}/icon`
      const askedBefore = guide.asked()
      // The second time it comes out of the database.
      for (let look = 0; look < 2; look += 1) {
        const response = await worker.fetch(address)
        expect([response.status, await response.text()], src).toEqual([200, '<svg/>'])
      }
      expect(guide.asked() - askedBefore).toBe(index)
    }
  })
})

async function publishWithIcon(name: string, src: string): Promise<void> {
  const version = '1.0.0'
  const manifest = { name, version, description: 'A server with a picture', icons: [{ src }] }
  const at = new Date()
  await postgres.database.mcpServer.create({
    data: {
      name,
      nameKey: name,
      title: name,
      description: manifest.description,
      version,
      iconUrl: src,
      versions: { create: { version, manifest, isLatest: true, publishedAt: at, updatedAt: at } },
    },
  })
}
