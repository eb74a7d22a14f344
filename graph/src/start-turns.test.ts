import { describe, expect, it } from 'vitest'
import { startTurns } from './start-turns.ts'

describe('startTurns()', () => {
  it('goes on after a turn that failed, and stops at the signal', async () => {
    const stop = new AbortController()
    const errors: unknown[] = []
    let turns = 0
    await startTurns({
      intervalMs: 1,
      signal: stop.signal,
      onError: (error) => errors.push(error),
      runOnce: async () => {
        turns += 1
        if (turns === 1) throw new Error('once')
        if (turns === 3) stop.abort()
        return 0
      },
    })

    expect([turns, errors]).toEqual([3, [new Error('once')]])
  })

  it('gives the turn under way its signal, and is silent about its end', async () => {
    const stop = new AbortController()
    const errors: unknown[] = []
    const probing = startTurns({
      intervalMs: 60_000,
      signal: stop.signal,
      onError: (error) => errors.push(error),
      runOnce: (signal) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason))
        }),
    })
    stop.abort()
    await probing

    expect(errors).toEqual([])
  })
})
