import { ALL_CASES } from './all-cases.ts'
import {
  groupOf,
  Mismatch,
  NotApplicable,
  type CaseContext,
  type ConformanceCase,
  type Group,
} from './conformance-case.ts'
import { CliError } from '../lib/cli-error.ts'
import { printable } from '../lib/terminal.ts'
import type { Registry } from './registry.ts'
import { createSample } from './sample.ts'
import { createWriter, type WriterOptions } from './writer.ts'

/** What became of one case. */
export interface CaseResult {
  readonly id: string
  readonly group: Group
  readonly requirement: ConformanceCase['requirement']
  readonly rule: string
  readonly source: string
  readonly outcome: 'passed' | 'failed' | 'skipped'
  /** What was sent, and what came, in this order. */
  readonly exchanges: readonly { readonly sent: string; readonly came: string }[]
  /** Of a failure. */
  readonly expected?: string
  readonly got?: string
  /** Why a case was skipped. */
  readonly reason?: string
}

/** Which cases are run. */
export interface RunOptions {
  readonly groups: readonly Group[]
  /** The least requirement: with MUST, the SHOULD cases are left out. */
  readonly requirement: ConformanceCase['requirement']
  /** Where writing is allowed. */
  readonly writing?: WriterOptions | undefined
}

/** How many cases run at a time; those that write run one after the other. */
const AT_ONCE = 4

/**
 * Runs the cases against a registry.
 *
 * @param progress Called after each case
 */
export async function runConformance(
  registry: Registry,
  { groups, requirement, writing }: RunOptions,
  progress: (done: number, of: number) => void = () => {},
): Promise<CaseResult[]> {
  const writer = writing && createWriter(writing)
  const context: CaseContext = { registry, sample: createSample(registry), writer }
  const cases = ALL_CASES.filter(
    (each) =>
      groups.includes(groupOf(each)) && (requirement === 'SHOULD' || each.requirement === 'MUST'),
  )
  const results = new Map<string, CaseResult>()
  const run = async (each: ConformanceCase) => {
    results.set(each.id, await runCase(each, context))
    progress(results.size, cases.length)
  }
  const isWriting = (each: ConformanceCase) => groupOf(each) === 'publish'
  const reading = cases.filter((each) => !isWriting(each)).values()
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const each of reading) await run(each)
    }),
  )
  try {
    for (const each of cases.filter(isWriting)) await run(each)
  } finally {
    await writer?.cleanUp(registry)
  }
  return cases.flatMap(({ id }) => results.get(id) ?? [])
}

async function runCase(each: ConformanceCase, context: CaseContext): Promise<CaseResult> {
  const { id, requirement, rule, source } = each
  const exchanges: { sent: string; came: string }[] = []
  const registry = context.registry.observedBy(({ sent, came }) => {
    exchanges.push({ sent: printable(sent), came })
  })
  const told = { id, group: groupOf(each), requirement, rule, source }
  try {
    await each.run({ ...context, registry })
    return { ...told, outcome: 'passed', exchanges }
  } catch (error) {
    if (error instanceof CliError) throw error
    if (error instanceof NotApplicable)
      return { ...told, outcome: 'skipped', exchanges, reason: printable(error.message) }
    const { expected, got } = error instanceof Mismatch ? error : toMismatch(error)
    const words = { expected: printable(expected), got: printable(got) }
    return { ...told, outcome: 'failed', exchanges, ...words }
  }
}

/** A connection that breaks, or a deadline that passes, is the answer of a registry as well. */
function toMismatch(error: unknown): Pick<Mismatch, 'expected' | 'got'> {
  const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return { expected: 'an answer', got: words }
}
