import type { Database } from '@toolgraph/database'
import { clientRegistrationSchema } from '@toolgraph/mcp-client'

import type { Registrations } from '../linking/registrations.ts'
import type { Sealer } from '../sealing/seal.ts'

/** A registration is made again after this time, as issuers may forget those that are not used. */
const REGISTRATION_LIFE_MS = 30 * 24 * 3600_000

/** Keeps this application's own registrations in Postgres, by issuer and redirect address, sealed. */
export function createRegistrationStore(
  database: Database,
  { redirectUri, sealer, now }: { redirectUri: string; sealer: Sealer; now: () => number },
): Registrations {
  const identityOf = (issuer: string) => `web-registration|${issuer}|${redirectUri}`

  return {
    async find(issuer) {
      const row = await database.webClientRegistration.findFirst({
        where: { issuer, redirectUri, expiresAt: { gt: new Date(now()) } },
      })
      const opened = row && (await sealer.open(row.information, identityOf(issuer)))
      if (!opened?.ok) return undefined
      return clientRegistrationSchema.safeParse(JSON.parse(opened.value)).data
    },

    async save(issuer, registration) {
      const kept = {
        clientId: registration.client_id,
        information: await sealer.seal(JSON.stringify(registration), identityOf(issuer)),
        expiresAt: new Date(now() + REGISTRATION_LIFE_MS),
      }
      await database.webClientRegistration.upsert({
        where: { issuer_redirectUri: { issuer, redirectUri } },
        create: { issuer, redirectUri, ...kept },
        update: kept,
      })
    },

    async forget(issuer) {
      await database.webClientRegistration.deleteMany({ where: { issuer, redirectUri } })
    },
  }
}
