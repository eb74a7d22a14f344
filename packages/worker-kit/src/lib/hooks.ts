import type { CallKind } from './callable.ts'
import type { Era } from './era.ts'
import type { ToolUser } from './tool.ts'

/** A call, as hooks see it. */
export interface CallInfo {
  /** What is called; suggestions for an argument are a call of their own. */
  readonly kind: CallKind
  /** The name of the tool, or of the resource or the prompt. */
  readonly tool: string
  readonly args: unknown
  readonly user: ToolUser | undefined
  readonly era: Era
  readonly requestId: string
}

/** How a call ended. `asked`: a question is open, and the call will come again. */
export type CallEnd = 'answered' | 'refused' | 'failed' | 'asked'

/** Moments of a worker's life; each does nothing by default. */
export interface Hooks {
  /** Before the handler runs, with arguments that fit. What it throws ends the call like the tool's own error. */
  beforeCall?(call: CallInfo): void | Promise<void>
  /** After the call, its time in milliseconds; `code` where it was refused. */
  afterCall?(
    call: CallInfo & { readonly end: CallEnd; readonly ms: number; readonly code?: string },
  ): void | Promise<void>
  /** A caller had no token, a bad one, or too few scopes. `reason` is for the log only. */
  authRefused?(refusal: {
    readonly reason: string
    readonly status: number
    /** The names of the tools, resources and prompts that were called. */
    readonly tools: readonly string[]
  }): void | Promise<void>
  /** A fault of ours; the caller got only `requestId`. */
  error?(fault: { readonly error: unknown; readonly requestId: string }): void | Promise<void>
}
