import { SafeFetchError, type SafeFetchErrorCode } from '@toolgraph/safe-fetch'
import { McpClientError, type McpClientErrorCode } from './errors.ts'
import type { LastAnswer } from './observe-fetch.ts'

/** What a reading rests on. All of it is ours or of a bounded form: never a server's own text. */
export interface ProbeEvidence {
  /** The status of the answer that decided. */
  httpStatus?: number
  /** Its media type, without parameters. */
  contentType?: string
  /** Which check failed. */
  problem?: McpClientErrorCode | SafeFetchErrorCode
  /** What the network said, such as `ECONNREFUSED` or `CERT_HAS_EXPIRED`. */
  cause?: string
}

/** What an answer shows of itself. */
export function evidenceOf(answer: Pick<LastAnswer, 'status' | 'contentType'>): ProbeEvidence {
  const { status, contentType } = answer
  const [, mediaType] = MEDIA_TYPE.exec(contentType) ?? []
  return {
    ...(status > 0 && { httpStatus: status }),
    ...(mediaType !== undefined && { contentType: mediaType.toLowerCase() }),
  }
}

/** What a failure shows: our own code, and the platform's where it has one. */
export function evidenceOfFailure(error: unknown): ProbeEvidence {
  let evidence: ProbeEvidence = {}
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof SafeFetchError || cause instanceof McpClientError)
      evidence = { ...evidence, problem: cause.code }
    else if (hasCode(cause) && NETWORK_CODE.test(cause.code))
      return { ...evidence, cause: cause.code }
  }
  return evidence
}

const MEDIA_TYPE = /^\s*([a-z0-9!#$&^_.+-]{1,60}\/[a-z0-9!#$&^_.+-]{1,60})\s*(?:;|$)/i
const NETWORK_CODE = /^[A-Z][A-Z0-9_]{2,40}$/

function hasCode(error: Error): error is Error & { code: string } {
  return 'code' in error && typeof error.code === 'string'
}
