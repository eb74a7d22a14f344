export { createServerEntry, type ServerBindings } from './lib/create-server-entry.ts'
