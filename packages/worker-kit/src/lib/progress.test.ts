import { setTimeout } from 'node:timers/promises'
import { expect, it } from 'vitest'
import * as z from 'zod'
import { createMcpWorker } from '../index.ts'
import { createTestClient } from '../testing.ts'

it.each(['modern', 'legacy'] as const)(
  'progress only grows, and ends with the answer, %s',
  async (era) => {
    const background: Promise<unknown>[] = []
    const options = { name: 'test.progress/progress', version: '1.0.0', description: 'Progress' }
    const worker = createMcpWorker({ ...options, url: 'https://progress.test/mcp' }).mcpTool(
      'count',
      z.object({}),
      async (_args, { progress, waitUntil }) => {
        for (const at of [0, 1, 1, 0, 2]) await progress({ progress: at, total: 2 })
        waitUntil(setTimeout(10).then(() => progress({ progress: 3 })))
        return 'counted'
      },
      { annotations: { readOnlyHint: true } },
    )
    const ctx = { waitUntil: (promise: Promise<unknown>) => void background.push(promise) }
    const { client } = await createTestClient(worker, { env: undefined, era, ctx })
    const heard: number[] = []
    await client.callTool(
      { name: 'count', arguments: {} },
      { onprogress: ({ progress }) => void heard.push(progress) },
    )
    await Promise.all(background)
    expect(heard).toEqual([0, 1, 2])
  },
)
