/** SQLSTATE codes that a verb answers with a refusal (PostgreSQL, appendix A). */
export const POSTGRES_CODES = {
  uniqueViolation: '23505',
  exclusionViolation: '23P01',
  foreignKeyViolation: '23503',
} as const

/**
 * Tells whether an error, or what it wraps, is one that Postgres raised with this SQLSTATE.
 *
 * @param error What was thrown by the client or by raw SQL
 * @param code The SQLSTATE
 */
export function isErrorOf(error: unknown, code: string): boolean {
  for (let inner: unknown = error, depth = 0; isRecord(inner) && depth < 6; depth += 1) {
    if (inner['originalCode'] === code || inner['code'] === code) return true
    if (inner['code'] === 'P2002' && code === POSTGRES_CODES.uniqueViolation) return true
    const meta = isRecord(inner['meta']) ? inner['meta'] : {}
    if (meta['code'] === code) return true
    inner = inner['cause'] ?? meta['driverAdapterError']
  }
  return false
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
