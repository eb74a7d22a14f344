// Prints what an author's worker says of itself, in a process of its own: only so are its files read anew.
import { loadWorker } from '../lib/load-worker.ts'

try {
  const { worker } = await loadWorker(process.cwd())
  const manifest = worker.manifest(JSON.parse(process.env['TOOLGRAPH_DEV'] ?? '{}'))
  process.stdout.write(JSON.stringify(manifest))
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
