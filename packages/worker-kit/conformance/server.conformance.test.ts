import { readFileSync } from 'node:fs'
import path from 'node:path'
import { freePort } from '@toolgraph/testing/ports'
import {
  listConformance,
  runConformance,
  type ConformanceCheck,
} from '@toolgraph/testing/conformance'
import { createTestHarness } from 'wrangler'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serveWorker } from '../src/node.ts'
import { createEverythingWorker } from './everything.ts'

const BASELINE = path.join(import.meta.dirname, 'expected-failures.yaml')
const IMPOSSIBLE = [...readFileSync(BASELINE, 'utf8').matchAll(/^ +- ([^:\s]+)/gm)].map(
  ([, name = '']) => name,
)

/** By revision: what a server without sessions fails of what is scored, and what it passes of the rest. */
const REVISIONS = [
  { revision: '2025-11-25', failed: IMPOSSIBLE, alsoPassed: [] },
  {
    revision: '2026-07-28',
    failed: [],
    alsoPassed: ['http-custom-header-server-validation', 'http-header-validation'],
  },
]

const log = { info: () => {}, warn: () => {}, error: () => {} }

async function serveOnNode() {
  const port = await freePort()
  const url = `http://localhost:${port}/mcp`
  const place = { env: { MCP_URL: url }, name: 'everything', host: '127.0.0.1', port, log }
  const { stop } = await serveWorker(createEverythingWorker(), place)
  return { url, stop }
}

/** Its port is known when it listens, and the worker is told then. */
async function serveOnWorkerd() {
  const root = import.meta.dirname
  const at = (MCP_URL: string) => ({
    root,
    workers: [{ configPath: './wrangler.jsonc', vars: { MCP_URL } }],
  })
  const harness = createTestHarness(at('http://localhost/mcp'))
  const { port } = (await harness.listen()).url
  const url = `http://localhost:${port}/mcp`
  await harness.update(at(url))
  return { url, stop: () => harness.close() }
}

describe.each([
  ['Node', serveOnNode],
  ['workerd', serveOnWorkerd],
])("the protocol's conformance suite for servers, on %s", (_platform, serve) => {
  let served: Awaited<ReturnType<typeof serve>>

  beforeAll(async () => void (served = await serve()))
  afterAll(() => served?.stop())

  // The suite gives some answers half a second, which a busy machine may not have at once.
  it.each(REVISIONS)(
    'passes with $revision, but for what needs sessions',
    { retry: 2 },
    async ({ revision, failed, alsoPassed }) => {
      const options = ['--requirements', revision, '--expected-failures', BASELINE]
      const run = await runConformance(['server', '--url', served.url, ...options])
      const { scored, unscored } = await listConformance(revision, 'server')
      const checksOf = (name: string) => run.scenarios.get(name) ?? []

      expect(run.code, run.output).toBe(0)
      expect([...run.scenarios.keys()].toSorted()).toEqual([...scored, ...unscored].toSorted())
      expect(scored.filter((name) => !isPassed(checksOf(name))).toSorted()).toEqual(
        failed.toSorted(),
      )
      expect(unscored.filter((name) => isPassed(checksOf(name))).toSorted()).toEqual(alsoPassed)
    },
  )
})

/** Something was checked, and nothing of it was found wrong. */
function isPassed(checks: ConformanceCheck[]): boolean {
  const wrong = checks.filter(({ status }) => status === 'FAILURE' || status === 'WARNING')
  return wrong.length === 0 && checks.some(({ status }) => status === 'SUCCESS')
}
