import { describe, expect, it } from 'vitest'
import { RIGHT, type Behavior } from '../../test/fake-registry/behavior.ts'
import { createFakeRegistry } from '../../test/fake-registry/fake-registry.ts'
import { toResponse } from '../../test/fake-registry/store.ts'
import { READ_MUTATIONS } from '../../test/fake-registry/read-mutations.ts'
import { WRITE_MUTATIONS } from '../../test/fake-registry/write-mutations.ts'
import { runCommand } from '../../test/run-command.ts'
import { ALL_CASES } from '../registry-conformance/all-cases.ts'
import type { CaseResult } from '../registry-conformance/run-conformance.ts'

const ADDRESS = 'https://registry.example'
const TOKEN = ['--token', 'right', '--name-prefix', 'com.tester/conformance']
const WRITING = ['--publish', ...TOKEN]

function run(args: readonly string[], broken: Partial<Behavior> = {}) {
  const { fetch } = createFakeRegistry(broken)
  return runCommand(['conformance', 'registry', ADDRESS, ...args], { fetch })
}

async function results(args: readonly string[], broken: Partial<Behavior> = {}) {
  const { code, json } = await run(['--json', ...args], broken)
  const { cases } = json() as { cases: CaseResult[] }
  const idsOf = (outcome: CaseResult['outcome']) =>
    cases.filter((each) => each.outcome === outcome).map(({ id }) => id)
  return { code, cases, failed: idsOf('failed'), skipped: idsOf('skipped') }
}

// A busy machine takes longer for all cases at once than a unit test has.
describe('toolgraph conformance registry', { timeout: 60_000 }, () => {
  it('finds nothing wrong with a registry that does all as the standard says', async () => {
    const { code, cases, failed, skipped } = await results(WRITING)
    expect({ code, failed, skipped }).toEqual({ code: 0, failed: [], skipped: [] })
    expect(cases.map(({ id }) => id)).toEqual(ALL_CASES.map(({ id }) => id))
  })

  it.each(READ_MUTATIONS)('tells when %s, and of nothing else', async (_, broken, ids) => {
    const { code, cases, failed } = await results([], broken)
    expect(failed.toSorted()).toEqual(ids.toSorted())
    const isMust = cases.some((each) => each.outcome === 'failed' && each.requirement === 'MUST')
    expect(code).toBe(isMust ? 1 : 0)
  })

  it.each(WRITE_MUTATIONS)('tells when %s, and of nothing else', async (_, broken, ids) => {
    const { failed } = await results([...WRITING, '--only', 'proofs', 'publish'], broken)
    expect(failed.toSorted()).toEqual(ids.toSorted())
  })

  it('has no case that nothing can break', () => {
    const broken = [...READ_MUTATIONS, ...WRITE_MUTATIONS].flatMap(([, , ids]) => ids)
    expect(ALL_CASES.map(({ id }) => id).filter((id) => !broken.includes(id))).toEqual([])
  })

  it('only reads, unless it is told to publish', async () => {
    const { fetch, entries } = createFakeRegistry()
    const methods = new Set<string>()
    const before = structuredClone(entries)
    await runCommand(['conformance', 'registry', ADDRESS], {
      fetch(input, init) {
        methods.add(init?.method ?? 'GET')
        return fetch(input instanceof Request ? input.url : input, init)
      },
    })
    expect([...methods].toSorted()).toEqual(['GET', 'OPTIONS'])
    expect(entries).toEqual(before)
  })

  it('deletes in the end what it published', async () => {
    const { fetch, entries } = createFakeRegistry()
    await runCommand(['conformance', 'registry', ADDRESS, ...WRITING], { fetch })
    const own = entries.filter(({ server }) => server.name.startsWith('com.tester/'))
    expect(own.length).toBeGreaterThan(10)
    expect(own.filter(({ status }) => status !== 'deleted')).toEqual([])
  })

  it('tests refusals only when it is told to publish without a token', async () => {
    const { failed, cases } = await results(['--publish', '--only', 'publish'])
    expect(failed).toEqual([])
    const passed = cases.filter(({ outcome }) => outcome === 'passed').map(({ id }) => id)
    expect(passed).toEqual(['publish/no-token', 'publish/wrong-token', 'publish/validate'])
  })

  it('says of a failure what was sent, what came and what should have come', async () => {
    const broken = READ_MUTATIONS.find(([what]) => what === 'a 404 has only "error"')?.[1]
    const { code, stdout } = await run(['--only', 'errors'], broken)
    expect(stdout).toContain(`
  SHOULD errors/problem: A 404 says "title", "status" and "detail", as the official registry has it
    expected  "title", "status": 404 and "detail"
    got       404 application/json: {"error":"x"}
    sent      GET /v0.1/servers/com.example.nobody%2Fthere-is-no-such-server/versions/2.0.0 → 404 application/json
    source    Official registry API, errors (RFC 9457 problem+json)
`)
    expect(stdout).toContain('SHOULD    6 passed, 1 failed')
    expect(code).toBe(0)
  })

  it('fails for a MUST, and names it', async () => {
    const broken = READ_MUTATIONS.find(([what]) => what === 'a small limit is not kept')?.[1]
    const { code, stdout } = await run([], broken)
    expect(stdout).toContain('It does not keep listing/limit')
    expect(code).toBe(1)
  })

  it('has nothing against an empty registry, and says what could not be seen', async () => {
    const { code, failed, skipped } = await results([], { createEntries: () => [] })
    expect({ code, failed }).toEqual({ code: 0, failed: [] })
    expect(skipped).toContain('versions/latest')
  })

  it('ends when the registry answers no more', async () => {
    const { fetch } = createFakeRegistry()
    let answers = 0
    const stopped = await runCommand(['conformance', 'registry', ADDRESS, '--json'], {
      fetch(input, init) {
        answers += 1
        if (answers > 10) return Promise.reject(new TypeError('fetch failed'))
        return fetch(input instanceof Request ? input.url : input, init)
      },
    })
    expect(stopped.code).toBe(1)
    expect(stopped.json()).toMatchObject({ error: { code: 'ERR_REGISTRY_FAILED' } })
    expect(answers).toBeLessThan(30)
  })

  it('runs some groups only, and MUST only', async () => {
    const { cases } = await results(['--only', 'listing', 'cors', '--requirement', 'must'])
    expect(new Set(cases.map(({ group }) => group))).toEqual(new Set(['listing', 'cors']))
    expect(new Set(cases.map(({ requirement }) => requirement))).toEqual(new Set(['MUST']))
  })

  it('prints nothing of a registry that would command a terminal', async () => {
    const evil = '\u001b]0;evil\u0007\u001b[2J'
    const { stdout } = await run([], {
      answer(_, response) {
        const headers = { 'content-type': `text/${evil.replaceAll(/[^\w]/g, '')}` }
        return new Response(evil, { status: Math.max(response.status, 206), headers })
      },
    })
    // oxlint-disable-next-line no-control-regex
    expect(stdout).not.toMatch(/[\u0000-\u0008\u000b-\u001f]/)
    expect(stdout).toContain('It does not keep')
  })

  it('prints nothing of a server there that would command a terminal', async () => {
    const [entry] = RIGHT.createEntries()
    const name = 'com.evil/\u001b]0;evil\u0007\u001b[2J'
    const listed = entry && toResponse({ ...entry, server: { ...entry.server, name } })
    const list = { servers: [listed, listed], metadata: { count: 2 } }
    const { stdout } = await run([], { answer: () => Response.json(list) })
    // oxlint-disable-next-line no-control-regex
    expect(stdout).not.toMatch(/[\u0000-\u0008\u000b-\u001f]/)
    expect(stdout).toContain('com.evil/]0;evil')
  })

  it.each([
    ['https://registry.example/v0.1', 'https://registry.example'],
    ['https://registry.example/v0/servers/', 'https://registry.example'],
    ['https://registry.example/team-a/', 'https://registry.example/team-a'],
  ])('takes %s as %s', async (address, base) => {
    const sent: string[] = []
    await runCommand(['conformance', 'registry', address, '--only', 'cors'], {
      fetch: (input) => {
        sent.push(String(input))
        return Promise.resolve(Response.json({ servers: [] }))
      },
    })
    expect(sent[0]).toBe(`${base}/v0.1/servers?limit=1`)
  })

  it.each([
    [['not-an-address'], 1, 'ERR_BAD_ADDRESS'],
    [['ftp://registry.example'], 1, 'ERR_BAD_ADDRESS'],
    [[ADDRESS, '--publish', '--token', 'x'], 1, 'ERR_BAD_ARGUMENTS'],
    [[ADDRESS, '--only', 'nothing'], 2, 'ERR_USAGE'],
    [[ADDRESS], 1, 'ERR_REGISTRY_UNREACHABLE'],
    [[], 2, 'ERR_USAGE'],
  ])('refuses %j with exit code %i and %s', async (args, code, error) => {
    const refused = await runCommand(['conformance', 'registry', '--json', ...args])
    expect(refused.code).toBe(code)
    expect(refused.json()).toMatchObject({ error: { code: error } })
  })
})
