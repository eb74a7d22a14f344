import { describe, expect, it } from 'vitest'
import { parseRunEvent } from './parse-run-event.ts'

describe('parseRunEvent()', () => {
  it.each([
    { type: 'started', runId: 'r1' },
    { type: 'progress', progress: 1, total: 3, message: 'Half way' },
    { type: 'progress', progress: 1 },
    { type: 'result', structured: { id: 1 }, content: [], isError: false, fitsSchema: true },
    { type: 'step-up', scopes: ['booking:write'], linkUrl: '/servers/a/b/link' },
    { type: 'sign-in', linkUrl: '/servers/a/b/link' },
    { type: 'consent', consentUrl: 'https://issuer.example/delegation' },
    {
      type: 'input-required',
      runId: 'r1',
      requests: { a: { method: 'elicitation/create', params: { message: 'Sure?' } } },
      requestState: 'opaque',
    },
    { type: 'failed', code: 'timed_out' },
    { type: 'cancelled' },
  ])('reads $type', (event) => {
    expect(parseRunEvent(JSON.stringify(event))).toEqual(event)
  })

  it('does not take over a code that is none of ours', () => {
    expect(parseRunEvent('{"type":"failed","code":"<b>"}')).toEqual({
      type: 'failed',
      code: 'unknown',
    })
  })

  it.each(['', 'null', '[]', '{', '{"type":"party"}', '{"type":"progress"}'])(
    'reads nothing from %s',
    (line) => expect(parseRunEvent(line)).toBeUndefined(),
  )
})
