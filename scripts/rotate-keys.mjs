// `npm run rotate-keys`: new signing keys at once; see auth/docs/rotate-keys.md.
import { prepare, runInForeground } from './dependencies.mjs'

const args = process.argv.slice(2)
runInForeground(prepare(), [
  'packages/launcher/src/entry/with-database.ts',
  'auth',
  'auth/src/entry/rotate-keys.ts',
  ...args,
])
