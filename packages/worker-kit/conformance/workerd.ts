import type { WorkerContext } from '../src/index.ts'
import { createEverythingWorker, type EverythingEnv } from './everything.ts'

const worker = createEverythingWorker()

export default {
  fetch: (request: Request, env: EverythingEnv, ctx: WorkerContext) =>
    worker.fetch(request, env, ctx),
}
