// Serves an author's worker on Node, in a process of its own: `on-node.ts` starts it, Node's watch mode restarts it.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type * as Kit from '@toolgraph/worker/node'
import { checkEnvironment } from '../lib/check-environment.ts'
import { loadWorker } from '../lib/load-worker.ts'

const { workerFile, port, env } = JSON.parse(process.env['TOOLGRAPH_DEV'] ?? '{}')
delete process.env['TOOLGRAPH_DEV']

try {
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
