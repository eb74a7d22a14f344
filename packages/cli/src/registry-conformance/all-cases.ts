import { CLIENTS_CASES } from './cases/clients-cases.ts'
import { CORS_CASES } from './cases/cors-cases.ts'
import { ERRORS_CASES } from './cases/errors-cases.ts'
import { LISTING_CASES } from './cases/listing-cases.ts'
import { OPENAPI_CASES } from './cases/openapi-cases.ts'
import { PROOFS_CASES } from './cases/proofs-cases.ts'
import { PUBLISH_CASES } from './cases/publish-cases.ts'
import { SCHEMA_CASES } from './cases/schema-cases.ts'
import { STATUS_CASES } from './cases/status-cases.ts'
import { VERSIONS_CASES } from './cases/versions-cases.ts'
import type { ConformanceCase } from './conformance-case.ts'

/** Every case there is, group by group. */
export const ALL_CASES: readonly ConformanceCase[] = [
  ...OPENAPI_CASES,
  ...SCHEMA_CASES,
  ...LISTING_CASES,
  ...VERSIONS_CASES,
  ...ERRORS_CASES,
  ...CORS_CASES,
  ...CLIENTS_CASES,
  ...PROOFS_CASES,
  ...PUBLISH_CASES,
  ...STATUS_CASES,
]
