import type { ClientRegistration } from '@toolgraph/mcp-client'

import type { Registrations } from './registrations.ts'

/** Who this application is at an issuer whose operator has set it up there. */
export interface PreRegistered {
  issuer: string
  registration: ClientRegistration
}

/**
 * Puts a registration that stands in an issuer's configuration before all others there, as MCP's order
 * has it: pre-registered, then the metadata document, then dynamic registration.
 */
export function withPreRegistered(
  registrations: Registrations,
  { issuer, registration }: PreRegistered,
): Registrations {
  return {
    ...registrations,
    find: async (asked) => (asked === issuer ? registration : registrations.find(asked)),
  }
}
