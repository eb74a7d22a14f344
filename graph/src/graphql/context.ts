import type { Database } from '@toolgraph/database'
import type { Viewer } from '../registry/viewer.ts'

/** What resolvers work with: the context of the verbs, and the database for Pothos' reads. */
export interface GraphqlContext {
  readonly viewer: Viewer | undefined
  readonly database: Database
}
