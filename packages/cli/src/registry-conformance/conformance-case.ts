import type { Registry } from './registry.ts'
import type { Sample } from './sample.ts'
import type { Writer } from './writer.ts'

/** The groups of cases, in the order in which they are reported. */
export const GROUPS = [
  'openapi',
  'schema',
  'listing',
  'versions',
  'errors',
  'cors',
  'clients',
  'proofs',
  'publish',
] as const

/** What a group of cases is about. */
export type Group = (typeof GROUPS)[number]

/** What a case may use. */
export interface CaseContext {
  /** The registry, as this case sees it: what it sends is noted beside its outcome. */
  readonly registry: Registry
  /** What the registry lists, read once for all cases. */
  readonly sample: Sample
  /** Only where writing was allowed. */
  readonly writer: Writer | undefined
}

/** One rule of the registry API, and how to see whether it holds. */
export interface ConformanceCase {
  /** `group/what-it-is-about`. */
  readonly id: string
  /** MUST: the frozen API says so, or a client that exists fails without it. SHOULD: the official registry does so. */
  readonly requirement: 'MUST' | 'SHOULD'
  readonly rule: string
  /** Where the rule stands. */
  readonly source: string
  /** Ends when the rule holds; throws a `Mismatch` when not, and `NotApplicable` when that cannot be seen here. */
  run(context: CaseContext): Promise<void>
}

/** A rule that does not hold: what should have come, and what came. */
export class Mismatch extends Error {
  override readonly name = 'Mismatch'
  readonly expected: string
  readonly got: string

  constructor(expected: string, got: string) {
    super(`Expected ${expected}, got ${got}`)
    this.expected = expected
    this.got = got
  }
}

/** A rule that cannot be seen at this registry, and why. */
export class NotApplicable extends Error {
  override readonly name = 'NotApplicable'
}

/** The group of a case. */
export function groupOf({ id }: Pick<ConformanceCase, 'id'>): Group {
  const group = GROUPS.find((each) => id.startsWith(`${each}/`))
  if (!group) throw new TypeError(`The case "${id}" has no group`)
  return group
}

type Run = ConformanceCase['run']

/** Defines a case that the API demands. */
export function must(id: string, rule: string, source: string, run: Run): ConformanceCase {
  return { id, requirement: 'MUST', rule, source, run }
}

/** Defines a case that the official registry answers to. */
export function should(id: string, rule: string, source: string, run: Run): ConformanceCase {
  return { id, requirement: 'SHOULD', rule, source, run }
}
