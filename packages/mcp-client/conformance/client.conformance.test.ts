import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { listConformance, runConformance } from '@toolgraph/testing/conformance'

/** How the work of the application ends in each scenario that the suite runs: done, or refused for a reason. */
const ENDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '2025-11-25': {
    initialize: 'done',
    tools_call: 'done',
    'elicitation-sep1034-client-defaults': 'done',
    'sse-retry': 'done',
    'auth/metadata-default': 'done',
    'auth/metadata-var1': 'done',
    'auth/metadata-var2': 'done',
    'auth/metadata-var3': 'done',
    'auth/basic-cimd': 'done',
    'auth/scope-from-www-authenticate': 'done',
    'auth/scope-from-scopes-supported': 'done',
    'auth/scope-omitted-when-undefined': 'done',
    'auth/scope-step-up': 'done',
    'auth/scope-retry-limit': 'ERR_SCOPES_NEEDED',
    'auth/token-endpoint-auth-basic': 'done',
    'auth/token-endpoint-auth-post': 'done',
    'auth/token-endpoint-auth-none': 'done',
    'auth/pre-registration': 'done',
    'json-schema-2020-12-preservation': 'done',
  },
  '2026-07-28': {
    tools_call: 'done',
    'request-metadata': 'done',
    'auth/metadata-default': 'done',
    'auth/metadata-var1': 'done',
    'auth/metadata-var2': 'done',
    'auth/metadata-var3': 'done',
    'auth/basic-cimd': 'done',
    'auth/scope-from-www-authenticate': 'done',
    'auth/scope-from-scopes-supported': 'done',
    'auth/scope-omitted-when-undefined': 'done',
    'auth/scope-step-up': 'done',
    'auth/scope-retry-limit': 'ERR_SCOPES_NEEDED',
    'auth/token-endpoint-auth-basic': 'done',
    'auth/token-endpoint-auth-post': 'done',
    'auth/token-endpoint-auth-none': 'done',
    'auth/pre-registration': 'done',
    'auth/resource-mismatch': 'ERR_RESOURCE_MISMATCH',
    'auth/offline-access-scope': 'done',
    'auth/offline-access-not-supported': 'done',
    'auth/authorization-server-migration': 'done',
    'auth/iss-supported': 'done',
    'auth/iss-not-advertised': 'done',
    'auth/iss-supported-missing': 'ERR_RESPONSE_ISSUER_MISMATCH',
    'auth/iss-wrong-issuer': 'ERR_RESPONSE_ISSUER_MISMATCH',
    'auth/iss-unexpected': 'ERR_RESPONSE_ISSUER_MISMATCH',
    'auth/iss-normalized': 'ERR_RESPONSE_ISSUER_MISMATCH',
    'auth/metadata-issuer-mismatch': 'ERR_ISSUER_MISMATCH',
    // One tool leaves out `resultType`, which a server of this revision must not (basic, responses).
    'sep-2322-client-request-state': 'done, but for test_mrtr_no_result_type (ERR_NOT_MCP)',
    'http-standard-headers': 'done',
    'http-custom-headers': 'done',
    'http-invalid-tool-headers': 'done',
    // This server lists a tool and has no `tools/call`.
    'json-schema-ref-no-deref': 'done, but for lookup_user (ERR_CALL_REFUSED)',
    'json-schema-2020-12-preservation': 'done',
  },
}

const BASELINE = path.join(import.meta.dirname, 'expected-failures.yaml')
const NOT_OFFERED = linesAfter(/^ +- /, readFileSync(BASELINE, 'utf8'))

/** Quoted, as the suite hands it to a shell. */
const COMMAND = [process.execPath, path.join(import.meta.dirname, 'client.ts')]
  .map((part) => `"${part}"`)
  .join(' ')

describe.each(Object.entries(ENDS))(
  "the protocol's conformance suite for clients, %s",
  (revision, ends) => {
    it('names the scenarios below, and excuses none that it scores', async () => {
      const { scored, unscored } = await listConformance(revision, 'client')

      expect([...Object.keys(ends), ...NOT_OFFERED].toSorted()).toEqual(
        [...scored, ...unscored].toSorted(),
      )
      expect(scored.filter((name) => NOT_OFFERED.includes(name))).toEqual([])
    })

    it.concurrent.each(Object.entries(ends))(`${revision}: %s`, async (scenario, end) => {
      const { code, output, said } = await runScenario(revision, scenario)

      expect(code, output).toBe(0)
      expect(linesAfter(/^ended: /, said)).toEqual([end])
      for (const version of linesAfter(/^speaks: /, said)) expect(version).toBe(revision)
    })

    it.concurrent.each(NOT_OFFERED)(`${revision}: %s is not offered`, async (scenario) => {
      const { code, output } = await runScenario(revision, scenario, [
        '--expected-failures',
        BASELINE,
      ])

      expect(code, output).toBe(0)
    })
  },
)

function runScenario(revision: string, scenario: string, more: readonly string[] = []) {
  const which = ['--scenario', scenario, '--spec-version', revision, '--force']
  return runConformance(['client', '--command', COMMAND, ...which, '--timeout', '90000', ...more])
}

function linesAfter(start: RegExp, text: string): string[] {
  const lines = text.split('\n').filter((line) => start.test(line))
  return lines.map((line) => line.replace(start, ''))
}
