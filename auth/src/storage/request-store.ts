import type { Database } from '@toolgraph/database'
import * as z from 'zod'
import type {
  AuthorizationRequest,
  PendingRequest,
  RequestStore,
} from '../authorization/authorization-request.ts'

/** What the column `request` holds. */
const requestSchema = z.object({
  clientId: z.string(),
  redirectUri: z.string(),
  state: z.string().optional(),
  scopes: z.array(z.string()),
  resource: z.string().optional(),
  endsIn: z.enum(['code', 'page']),
  codeChallenge: z.string(),
  prompt: z.array(z.enum(['none', 'login', 'consent', 'select_account'])),
  uiLocales: z.string().optional(),
})

/** Keeps authorization requests in Postgres until they are answered or too old. */
export function createRequestStore(database: Database, now: () => number): RequestStore {
  const table = database.authRequest
  return {
    async save({ request, ...pending }) {
      await table.create({ data: { ...pending, request: { ...request } } })
    },

    async find(id) {
      const row = await table.findFirst({ where: { id, expiresAt: { gt: new Date(now()) } } })
      return row ? toPending(row) : undefined
    },

    async finish(id) {
      const { count } = await table.deleteMany({
        where: { id, expiresAt: { gt: new Date(now()) } },
      })
      return count === 1
    },
  }
}

interface RequestRow extends Omit<PendingRequest, 'request'> {
  request: unknown
}

function toPending({ request, ...row }: RequestRow): PendingRequest {
  return { ...row, request: toRequest(request) }
}

function toRequest(stored: unknown): AuthorizationRequest {
  const { state, resource, uiLocales, ...request } = requestSchema.parse(stored)
  return {
    ...request,
    ...(state !== undefined && { state }),
    ...(resource !== undefined && { resource }),
    ...(uiLocales !== undefined && { uiLocales }),
  }
}
