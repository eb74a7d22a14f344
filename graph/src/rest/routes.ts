import type { Route } from './route.ts'
import { exportAuditRoute, exportWholeAuditRoute } from './routes/export-audit.ts'
import { findResourceRoute } from './routes/find-resource.ts'
import { getHealthRoute } from './routes/get-health.ts'
import { getIconRoute } from './routes/get-icon.ts'
import { getServerRoute } from './routes/get-server.ts'
import { introspectRoute } from './routes/introspect.ts'
import { proveNamespaceRoute } from './routes/prove-namespace.ts'
import { publishServerRoute } from './routes/publish-server.ts'
import { reportServerRoute } from './routes/report-server.ts'
import { searchRoute } from './routes/search.ts'
import { searchToolsRoute } from './routes/search-tools.ts'

/** Every operation of the REST face. */
export const ROUTES: readonly Route[] = [
  publishServerRoute,
  getIconRoute,
  getServerRoute,
  findResourceRoute,
  searchRoute,
  searchToolsRoute,
  getHealthRoute,
  introspectRoute,
  proveNamespaceRoute,
  reportServerRoute,
  exportAuditRoute,
  exportWholeAuditRoute,
]
