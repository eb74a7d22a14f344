import * as z from 'zod'

/** The tokens that the issuer gave us for the graph. */
export interface TokenSet {
  accessToken: string
  /** `undefined`: the session ends with the access token. */
  refreshToken: string | undefined
  /** Milliseconds since the epoch. */
  issuedAt: number
  expiresAt: number
}

const tokenSetSchema = z.object({
  accessToken: z.string(),
  refreshToken: z.string().optional(),
  issuedAt: z.number(),
  expiresAt: z.number(),
})

/** Renewed at this part of its life, so that a page rarely waits and a call never meets a dead token. */
const RENEWAL_POINT = 0.8

/** When a token set is due for renewal. */
export function renewalTime({ issuedAt, expiresAt }: TokenSet): number {
  return issuedAt + (expiresAt - issuedAt) * RENEWAL_POINT
}

/** Reads what was sealed; `undefined` when it is not a token set. */
export function parseTokenSet(text: string): TokenSet | undefined {
  const parsed = tokenSetSchema.safeParse(parseJson(text))
  if (!parsed.success) return undefined
  return { ...parsed.data, refreshToken: parsed.data.refreshToken }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
