import { describe, expect, it } from 'vitest'
import { runChores } from './run-chores.ts'

const fault = new Error('no room')

describe('runChores()', () => {
  it('runs all of them, one after the other, and tells of each that failed', async () => {
    const done: string[] = []
    const heard: unknown[] = []
    const failed = await runChores(
      {
        sweep: async () => void done.push('sweep'),
        'wash up': async () => Promise.reject(fault),
        cook: async () => void done.push('cook'),
      },
      { onFault: (...what) => heard.push(what) },
    )

    expect([done, failed, heard]).toEqual([
      ['sweep', 'cook'],
      ['wash up'],
      [['Cannot wash up', fault]],
    ])
  })

  it('stops at the signal, and is silent about the one that this ended', async () => {
    const stop = new AbortController()
    const done: string[] = []
    const failed = await runChores(
      {
        sweep: async () => {
          stop.abort()
          throw fault
        },
        cook: async () => void done.push('cook'),
      },
      { onFault: (message) => done.push(message), signal: stop.signal },
    )

    expect([done, failed]).toEqual([[], []])
  })
})
