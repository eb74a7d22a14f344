import { GROUPS } from './conformance-case.ts'
import type { CaseResult } from './run-conformance.ts'

const SHOWN_EXCHANGES = 4

/** How many cases ended how. */
export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/** Counts outcomes. */
export function tally(results: readonly CaseResult[]): Tally {
  const count = (outcome: CaseResult['outcome']) =>
    results.filter((result) => result.outcome === outcome).length
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') }
}

/**
 * Says what was found: a line for each group, under it what failed and why some was skipped; then the sum.
 *
 * Pure: no I/O, no clock.
 */
export function describeConformance(base: string, results: readonly CaseResult[]): string {
  const groups = GROUPS.flatMap((group) => {
    const own = results.filter((result) => result.group === group)
    return own.length === 0 ? [] : [describeGroup(group, own)]
  })
  return [`${base}, registry API v0.1 (OpenAPI 2025-12-01)`, groups.join('\n'), sum(results)].join(
    '\n\n',
  )
}

function describeGroup(group: string, results: readonly CaseResult[]): string {
  const skipped = results.filter(({ outcome }) => outcome === 'skipped')
  const reasons = [...Map.groupBy(skipped, ({ reason }) => reason)].map(([reason, all]) =>
    all.length === results.length
      ? `  ${reason}`
      : `  skipped ${all.map(({ id }) => id).join(', ')}: ${reason}`,
  )
  const failures = results.filter(({ outcome }) => outcome === 'failed').map(describeFailure)
  return [`${group.padEnd(9)} ${describeTally(tally(results))}`, ...failures, ...reasons].join('\n')
}

function describeFailure({ id, requirement, rule, source, ...rest }: CaseResult): string {
  const { exchanges, expected, got } = rest
  const hidden = exchanges.length - SHOWN_EXCHANGES
  const shown = exchanges.slice(-SHOWN_EXCHANGES).map(({ sent, came }) => `${sent} → ${came}`)
  const lines = [
    ['expected', expected],
    ['got', got],
    ...shown.map((exchange) => ['sent', exchange]),
    ...(hidden > 0 ? [['', `(and ${hidden} before)`]] : []),
    ['source', source],
  ]
  return [
    `  ${requirement} ${id}: ${rule}`,
    ...lines.map(([what = '', words = '']) => `    ${what.padEnd(9)} ${words}`),
  ].join('\n')
}

function sum(results: readonly CaseResult[]): string {
  const of = (requirement: CaseResult['requirement']) =>
    results.filter((result) => result.requirement === requirement)
  const failed = of('MUST').filter(({ outcome }) => outcome === 'failed')
  return [
    `MUST      ${describeTally(tally(of('MUST')))}`,
    `SHOULD    ${describeTally(tally(of('SHOULD')))}`,
    failed.length === 0
      ? 'It is a registry that clients of the standard can use'
      : `It does not keep ${failed.map(({ id }) => id).join(', ')}`,
  ].join('\n')
}

function describeTally({ passed, failed, skipped }: Tally): string {
  const parts = [
    [passed, 'passed'],
    [failed, 'failed'],
    [skipped, 'skipped'],
  ].flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}`]))
  return parts.join(', ') || 'none'
}
