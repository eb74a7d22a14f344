import { fail, ok, type Result } from '@toolgraph/errors'
import * as z from 'zod'

const claimsSchema = z.object({
  iss: z.string().min(1),
  sub: z.string().min(1),
  aud: z.union([z.string(), z.array(z.string()).min(1)]),
  exp: z.number(),
  nbf: z.number().optional(),
  iat: z.number(),
  jti: z.string().min(1),
  client_id: z.string().min(1),
  scope: z.string().optional(),
  name: z.string().optional(),
  act: z.object({ sub: z.string().min(1) }).optional(),
})

/** The claims of a JWT access token (RFC 9068 §2.2), as they stand in it. */
export type AccessTokenClaims = z.infer<typeof claimsSchema>

/** What the claims of a token are held against. */
export interface ExpectedClaims {
  /** The issuer identifier, compared byte for byte (RFC 9068 §4) */
  issuer: string
  /** The canonical URI of this resource, compared byte for byte (RFC 8707 §2) */
  resource: string
  /** Seconds since the epoch. Passed in, so that a test can stand at any second */
  now: number
  /** Seconds of clock difference to forgive (default: 30) */
  leeway?: number
}

/** Why claims were refused. For our log; the caller only ever learns `invalid_token`. */
export type ClaimsFailure =
  | { reason: 'claims_invalid'; claims: string[] }
  | { reason: 'issuer_mismatch'; got: string }
  | { reason: 'audience_mismatch'; got: string[] }
  | { reason: 'expired'; exp: number; now: number }
  | { reason: 'not_yet_valid'; nbf: number; now: number }

/** Why a token counts no longer, or not yet. */
export type TimeFailure = Extract<ClaimsFailure, { reason: 'expired' | 'not_yet_valid' }>

/**
 * Checks the claims of an access token whose signature is already verified.
 *
 * Pure: no I/O and no clock.
 */
export function checkClaims(
  payload: unknown,
  expected: ExpectedClaims,
): Result<AccessTokenClaims, ClaimsFailure> {
  const { issuer, resource } = expected
  const parsed = claimsSchema.safeParse(payload)
  if (!parsed.success) return fail({ reason: 'claims_invalid', claims: namesOf(parsed.error) })

  const claims = parsed.data
  const audiences = [claims.aud].flat()

  if (claims.iss !== issuer) return fail({ reason: 'issuer_mismatch', got: claims.iss })
  if (!audiences.includes(resource)) return fail({ reason: 'audience_mismatch', got: audiences })
  return checkTimes(claims, expected)
}

/** Checks what time alone can change of claims that were good before. Pure. */
export function checkTimes(
  claims: AccessTokenClaims,
  { now, leeway = 30 }: Pick<ExpectedClaims, 'now' | 'leeway'>,
): Result<AccessTokenClaims, TimeFailure> {
  const { exp, nbf } = claims
  if (exp + leeway <= now) return fail({ reason: 'expired', exp, now })
  if (nbf !== undefined && nbf - leeway > now) return fail({ reason: 'not_yet_valid', nbf, now })
  return ok(claims)
}

function namesOf(error: z.ZodError): string[] {
  return [...new Set(error.issues.map((issue) => String(issue.path[0] ?? '(payload)')))]
}
