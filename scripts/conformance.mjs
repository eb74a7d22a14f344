// `npm run conformance`: the protocol's own suite, which needs nothing that runs already.
import { prepare, runInForeground } from './dependencies.mjs'

runInForeground(prepare(), ['packages/launcher/src/entry/conformance.ts', ...process.argv.slice(2)])
