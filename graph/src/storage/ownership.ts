import type { Database } from '@toolgraph/database'
import type { Ownership } from '../ownership/ownership.ts'
import { findStanding } from './owner-rows.ts'

/** Creates the store of owners on Prisma: the only implementation. */
export function createOwnership(database: Database): Ownership {
  return {
    standing: (viewer, reference) => findStanding(database, viewer, reference),
  }
}
