import { builder } from './builder.ts'
import './scalars.ts'
import './nodes/owner.ts'
import './nodes/server.ts'
import './nodes/tool.ts'
import './nodes/mcp-connection.ts'
import './queries/server.ts'
import './queries/search.ts'
import './queries/health.ts'
import './queries/viewer.ts'
import './mutations/registry.ts'
import './mutations/connections.ts'
import './mutations/runs.ts'
import './subscriptions.ts'

/** The whole schema: every type that the files beside this one declare. */
export const schema = builder.toSchema()
