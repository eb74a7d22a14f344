import type { Behavior } from './behavior.ts'

/** What is broken, how, and the cases that tell of it: these and no others. */
export type Mutation = readonly [what: string, broken: Partial<Behavior>, ids: readonly string[]]
