/**
 * Reads `Retry-After` (RFC 9110 §10.2.3) of an answer that asks to be left alone (429, 503): seconds, or a date.
 *
 * @returns Milliseconds from now, or `undefined` where it names none that can be read
 */
export function readRetryAfter(response: Response, now = Date.now()): number | undefined {
  if (response.status !== 429 && response.status !== 503) return undefined
  const value = response.headers.get('retry-after')?.trim() ?? ''
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1_000
  const moment = value.endsWith('GMT') ? Date.parse(value) : Number.NaN
  return Number.isNaN(moment) ? undefined : Math.max(0, moment - now)
}
