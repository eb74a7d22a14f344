import type { Database } from '@toolgraph/database'
import type { Ownership } from '../ownership/ownership.ts'
import { listAudit } from './audit-log.ts'
import { findInvitation } from './invitation-rows.ts'
import { changeOrganization, createOrganization } from './organization-rows.ts'
import { findStanding } from './owner-rows.ts'
import { changeTransfer } from './transfer-rows.ts'

/** Creates the store of owners on Prisma: the only implementation. */
export function createOwnership(database: Database): Ownership {
  return {
    standing: (viewer, reference) => findStanding(database, viewer, reference),
    createOrganization: (viewer, draft) => createOrganization(database, viewer, draft),
    changeOrganization: (change, work) => changeOrganization(database, change, work),
    findInvitation: (tokenHash) => findInvitation(database, tokenHash),
    changeTransfer: (change, work) => changeTransfer(database, change, work),
    listAudit: (request) => listAudit(database, request),
  }
}
