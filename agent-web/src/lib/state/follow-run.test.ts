import { describe, expect, it } from 'vitest'
import type { RunEvent } from '#lib/run-event.ts'
import { followRun, type RunEndEvent } from './follow-run.ts'

const request = { tool: 'list_rooms', arguments: { seats: 4 } }

async function follow(send: typeof fetch, signal = new AbortController().signal) {
  const heard: RunEvent[] = []
  const end: RunEndEvent = await followRun(
    { connectionId: 'a/b', request, signal, send },
    (event) => void heard.push(event),
  )
  return { heard, end }
}

function answer(...events: unknown[]): typeof fetch {
  return async () => new Response(events.map((event) => `${JSON.stringify(event)}\n`).join(''))
}

describe('followRun()', () => {
  it('tells what happens and returns how it ends', async () => {
    const started = { type: 'started', runId: 'r1' }
    const progress = { type: 'progress', progress: 1, total: 2 }
    const result = { type: 'result', structured: { rooms: [] }, content: [], isError: false }
    expect(await follow(answer(started, progress, result))).toEqual({
      heard: [started, progress],
      end: result,
    })
  })

  it("posts the call to the connection's own address", async () => {
    let asked: Parameters<typeof fetch> | undefined
    await follow(async (...call) => {
      asked = call
      return new Response('')
    })
    expect(asked?.[0]).toBe('/api/connections/a%2Fb/runs')
    expect(asked?.[1]).toMatchObject({ method: 'POST', body: JSON.stringify(request) })
  })

  it('says that the run is lost when the stream breaks off', async () => {
    const { end } = await follow(answer({ type: 'started', runId: 'r1' }))
    expect(end).toEqual({ type: 'failed', code: 'run_lost' })
  })

  it('takes over the problem of a refusal', async () => {
    const { end } = await follow(async () =>
      Response.json({ problem: 'input_invalid' }, { status: 400 }),
    )
    expect(end).toEqual({ type: 'failed', code: 'input_invalid' })
  })

  it('says no more than that something went wrong when the refusal is none of ours', async () => {
    const { end } = await follow(async () => new Response('<h1>Bad gateway</h1>', { status: 502 }))
    expect(end).toEqual({ type: 'failed', code: 'unknown' })
  })

  it('is cancelled when nobody waits any more', async () => {
    const controller = new AbortController()
    const send: typeof fetch = async (_path, init) => {
      controller.abort()
      init?.signal?.throwIfAborted()
      return new Response('')
    }
    expect((await follow(send, controller.signal)).end).toEqual({ type: 'cancelled' })
  })
})
