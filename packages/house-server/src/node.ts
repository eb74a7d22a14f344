export { runServer } from './lib/run-server.ts'
