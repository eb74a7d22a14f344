export { compareVersions, isSemantic, type DatedVersion } from './lib/compare-versions.ts'
export type { Finding, ServerJsonIssue } from './lib/issue.ts'
export { findLatest, isLatestOf } from './lib/latest.ts'
export { CURRENT_SCHEMA, findSchema, SCHEMA_URLS } from './lib/schemas.ts'
export { MAX_PUBLISHER_META_BYTES, PUBLISHER_META } from './lib/semantic-findings.ts'
export { serverJsonSchema, type ServerJson } from './lib/server-json-schema.ts'
export { isServerName } from './lib/server-name.ts'
export {
  findAgainst,
  validateServerJson,
  type ServerJsonVerdict,
} from './lib/validate-server-json.ts'
export { isVersionRange } from './lib/version-range.ts'
