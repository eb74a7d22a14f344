import { describe, expect, it } from 'vitest'
import { CodedError, fail, ok } from './index.ts'

describe('CodedError', () => {
  it('carries a code to branch on, and keeps its cause out of the message', () => {
    const error = new CodedError('ERR_ROOM_TAKEN', 'Cannot book room "a"', {
      cause: new Error('secret'),
    })

    expect(error).toMatchObject({ code: 'ERR_ROOM_TAKEN', message: 'Cannot book room "a"' })
    expect(String(error)).not.toContain('secret')
  })
})

describe('Result', () => {
  it('is told apart by ok', () => {
    expect(ok(1)).toEqual({ ok: true, value: 1 })
    expect(fail('expired')).toEqual({ ok: false, failure: 'expired' })
  })
})
