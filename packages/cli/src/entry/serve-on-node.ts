// Serves an author's worker on Node, in a process of its own: `on-node.ts` starts it, Node's watch mode restarts it.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type * as Kit from '@toolgraph/worker/node'
import { checkEnvironment } from '../lib/check-environment.ts'
import { loadWorker } from '../lib/load-worker.ts'
import { localEnv } from '../lib/project-env.ts'

const { workerFile, port, vars } = JSON.parse(process.env['TOOLGRAPH_DEV'] ?? '{}')
delete process.env['TOOLGRAPH_DEV']

try {
  const env = localEnv(process.cwd(), { env: vars })
  const { worker } = await loadWorker(process.cwd())
  checkEnvironment(worker, env)
  // The author's own kit, which the worker was made with.
  const kit: typeof Kit = await import(
    pathToFileURL(createRequire(workerFile).resolve('@toolgraph/worker/node')).href
  )
  await kit.serveWorker(worker, { env, name: 'worker', host: '127.0.0.1', port, log: console })
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
