import { assertScope } from '../registry/viewer.ts'
import type { Connection } from './connection.ts'
import type { ConnectionsContext } from './connection-store.ts'

/** Lists the viewer's connections that stand or need sign-in, newest first. */
export async function listConnections({
  viewer: anyone,
  connections,
}: ConnectionsContext): Promise<Connection[]> {
  return connections.list(assertScope(anyone, 'connections:read'))
}
