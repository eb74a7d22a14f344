export { serveWorker, type WorkerService } from './lib/serve-worker.ts'
