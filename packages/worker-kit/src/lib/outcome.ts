import type { OpenQuestion } from './elicit.ts'
import type { Issue } from './json-schema.ts'
import type { ToolOutput } from './registered-tool.ts'
import type { RefusalDetails } from './tool-error.ts'

/** How a call ended, in no face's words. */
export type Outcome<output> =
  | { kind: 'answered'; output: output }
  | {
      kind: 'refused'
      code: string
      message: string
      issues?: readonly Issue[]
      details?: RefusalDetails
    }
  | { kind: 'failed'; requestId: string; message: string }
  | { kind: 'asked'; open: OpenQuestion }

/** How a call of a tool ended. */
export type ToolOutcome = Outcome<ToolOutput>
