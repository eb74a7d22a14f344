import type { RegistrationStore } from '@toolgraph/mcp-client'

/** This application's own registrations, each at the one issuer that gave it. */
export interface Registrations extends RegistrationStore {
  /** Drops one that its issuer no longer knows. */
  forget(issuer: string): Promise<void>
}
