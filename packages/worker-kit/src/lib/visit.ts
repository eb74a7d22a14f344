import type { CallKind } from './callable.ts'
import { createUnsupportedAsking, type Asking } from './elicit.ts'
import { faultLog, withFields, withListener, type ClientLevel } from './log.ts'
import type { WorkerPlan } from './options.ts'
import type { Offer } from './offers.ts'
import type { Era } from './era.ts'
import type { Progress, ToolContext, ToolUser } from './tool.ts'

/** What a platform gives with each request. Cloudflare's `ExecutionContext` is one. */
export interface WorkerContext {
  /** Keeps the process (or the isolate) alive until the promise has settled. */
  waitUntil(promise: Promise<unknown>): void
}

/** One request on its way through a worker. */
export interface Visit<env> {
  readonly request: Request
  readonly env: env
  readonly ctx: WorkerContext
  /** Our own id: in the log, and in what a caller is told of a fault. */
  readonly requestId: string
  /** The resource of this worker, which is also the address of its MCP endpoint. */
  readonly resource: string
  /** Set by the authorizer, from a verified token. */
  readonly user: ToolUser | undefined
}

/** What only the face of a call can do. */
export interface FaceContext {
  era: Era
  /** Read when a tool reads it: to make one is dear. */
  readonly signal: AbortSignal
  asking?: Asking
  progress?: (report: Progress) => Promise<void>
  /** Says a message of the log to the client. */
  tell?: (level: ClientLevel, message: string) => void
}

/** Makes the context of one call. */
export function toToolContext<env>(
  plan: WorkerPlan<env>,
  visit: Visit<env>,
  kind: CallKind,
  { name }: Offer,
  face: FaceContext,
): ToolContext<env> {
  const { env, ctx, requestId, user } = visit
  const { era } = face
  const log = withFields(plan.options.log ?? faultLog, { [kind]: name, requestId })
  return {
    env,
    user,
    scopes: user?.scopes ?? [],
    get signal() {
      return face.signal
    },
    requestId,
    era,
    ...(face.asking ?? createUnsupportedAsking(era)),
    progress: face.progress ?? (async () => {}),
    log: face.tell === undefined ? log : withListener(log, face.tell),
    waitUntil: (promise) => ctx.waitUntil(promise),
  }
}
