import { describe, expect, it } from 'vitest'
import { refuse, type TokenErrorCode } from '../tokens/errors.ts'
import { toOAuthResponse } from './to-oauth-response.ts'

describe('toOAuthResponse()', () => {
  it.each<[code: TokenErrorCode, retry: number | undefined, header: string | null]>([
    ['slow_down', 17, '17'],
    ['temporarily_unavailable', undefined, '5'],
    ['temporarily_unavailable', 30, '30'],
    ['invalid_grant', undefined, null],
  ])('says when to come back with "%s" (RFC 9110 §10.2.3)', async (code, seconds, header) => {
    const retry = seconds === undefined ? {} : { retryAfterSeconds: seconds }
    const response = toOAuthResponse(refuse(code, 'Not now', retry))
    expect(response.headers.get('retry-after')).toBe(header)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.json()).toEqual({ error: code, error_description: 'Not now' })
  })
})
