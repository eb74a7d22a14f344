// Builds what must be built before it can run, where it is stale.
import { buildAgentWeb, generateDatabase } from '../lib/freshness.ts'

generateDatabase()
buildAgentWeb()
