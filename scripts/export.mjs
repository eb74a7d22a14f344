// `npm run export -- FILE`: writes what this registry lists as a dump.
import { prepare, runInForeground } from './dependencies.mjs'

const args = process.argv.slice(2)
runInForeground(prepare(), [
  'packages/launcher/src/entry/with-database.ts',
  'graph',
  'graph/src/entry/export.ts',
  ...args,
])
