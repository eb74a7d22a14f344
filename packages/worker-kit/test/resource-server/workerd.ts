import type { WorkerContext } from '../../src/index.ts'
import { createGuardedWorker, createMemoryLog, type GuardedEnv } from './guarded-worker.ts'

const clock = { aheadMs: 0 }
const { log, lines } = createMemoryLog()
const worker = createGuardedWorker({ now: () => Date.now() + clock.aheadMs, log })

export default {
  async fetch(request: Request, env: GuardedEnv, ctx: WorkerContext): Promise<Response> {
    const { pathname } = new URL(request.url)
    // The test's own doors: on Node it holds the clock and the log itself.
    if (pathname === '/test/log') return Response.json(lines)
    if (pathname === '/test/clock') {
      clock.aheadMs = Number(await request.text())
      return new Response(null, { status: 204 })
    }
    return worker.fetch(request, env, ctx)
  },
}
