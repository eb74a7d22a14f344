import type { Result } from '@toolgraph/errors'
import type { Issue } from './json-schema.ts'

/** What a caller can ask of a worker. */
export type CallKind = 'tool' | 'resource' | 'prompt' | 'completion'

/** Something that a caller can ask of a worker, by name; its types are inside the closures. */
export interface Callable<context, output> {
  readonly name: string
  /** All scopes that a token must have. */
  readonly scopes: readonly string[]
  /** Checks arguments. */
  parse(args: unknown): Result<ReadyCall<context, output>, Issue[]>
}

/** A call whose arguments fit. */
export interface ReadyCall<context, output> {
  /** Runs the handler and checks what it returned. */
  run(context: context): Promise<Result<output, Issue[]>>
}
