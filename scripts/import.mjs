// `npm run import -- FILE-or-URL`: reads a registry of the standard shape into this one.
import { prepare, runInForeground } from './dependencies.mjs'

const args = process.argv.slice(2)
runInForeground(prepare(), [
  'packages/launcher/src/entry/with-database.ts',
  'graph',
  'graph/src/entry/import.ts',
  ...args,
])
