import type { ProblemCode } from './problems.ts'

/** What a server asks of the person in the middle of a call. Every text in it is the server's. */
export interface InputRequestView {
  method: string
  params: Record<string, unknown>
}

/** What a person answers. */
export interface InputAnswerView {
  action: 'accept' | 'decline' | 'cancel'
  content?: Record<string, string | number | boolean | string[]>
}

/** What the workbench posts to `/api/connections/<id>/runs`. */
export interface RunRequest {
  tool: string
  arguments: Record<string, unknown>
  /** When going on after `input-required`: the run, the answers by key, and the state as it came. */
  runId?: string
  answers?: Record<string, InputAnswerView>
  requestState?: string
}

/** One line of a run's answer (NDJSON): `started`, any number of `progress`, then one of the others. */
export type RunEvent =
  | { type: 'started'; runId: string }
  | { type: 'progress'; progress: number; total?: number; message?: string }
  | {
      type: 'result'
      /** What the tool gave as data; `null` for none. */
      structured: unknown
      content: unknown[]
      /** The tool itself says that it failed. */
      isError: boolean
      /** Whether `structured` fits the schema that the tool declares; missing: not told. */
      fitsSchema?: boolean
    }
  | { type: 'step-up'; scopes: string[]; linkUrl: string }
  | { type: 'sign-in'; linkUrl: string }
  | {
      type: 'consent'
      /** A page of the issuer where the person allowed the connection. */
      consentUrl: string
    }
  | {
      type: 'input-required'
      runId: string
      requests: Record<string, InputRequestView>
      requestState?: string
    }
  | { type: 'failed'; code: ProblemCode }
  | { type: 'cancelled' }
