import { readFileSync } from 'node:fs'
import path from 'node:path'
import { freePort } from '@toolgraph/testing/ports'
import {
  listConformance,
  runConformance,
  type ConformanceCheck,
} from '@toolgraph/testing/conformance'
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

let url: string
let service: Awaited<ReturnType<typeof serveWorker>>

beforeAll(async () => {
  const port = await freePort()
  url = `http://localhost:${port}/mcp`
  const worker = createEverythingWorker(url, log)
  const place = { env: undefined, name: 'everything', host: '127.0.0.1', port, log }
  service = await serveWorker(worker, place)
})
afterAll(() => service?.stop())

describe.each(REVISIONS)(
  "the protocol's conformance suite for servers, $revision",
  ({ revision, failed, alsoPassed }) => {
    // The suite gives some answers half a second, which a busy machine may not have at once.
    it('passes, but for what needs sessions', { retry: 2 }, async () => {
      const options = ['--requirements', revision, '--expected-failures', BASELINE]
      const { code, output, scenarios } = await runConformance(['server', '--url', url, ...options])
      const { scored, unscored } = await listConformance(revision, 'server')
      const without = (isGood: (checks: ConformanceCheck[]) => boolean, names: string[]) =>
        names.filter((name) => !isGood(scenarios.get(name) ?? [])).toSorted()

      expect(code, output).toBe(0)
      expect([...scenarios.keys()].toSorted()).toEqual([...scored, ...unscored].toSorted())
      expect(without(isPassed, scored)).toEqual(failed.toSorted())
      expect(without((checks) => !isPassed(checks), unscored)).toEqual(alsoPassed)
    })
  },
)

/** Something was checked, and nothing of it was found wrong. */
function isPassed(checks: ConformanceCheck[]): boolean {
  const wrong = checks.filter(({ status }) => status === 'FAILURE' || status === 'WARNING')
  return wrong.length === 0 && checks.some(({ status }) => status === 'SUCCESS')
}
