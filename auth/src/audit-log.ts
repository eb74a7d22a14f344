/** What happened at the issuer and matters later. */
export type AuditAction =
  | 'account.created'
  | 'email.proof_sent'
  | 'email.proof_refused'
  | 'password.reset'
  | 'identity.linked'
  | 'account.taken_over'
  | 'sign_in.succeeded'
  | 'sign_in.refused'
  | 'sign_out'
  | 'session.ended'
  | 'sessions.ended'
  | 'consent.given'
  | 'consent.denied'
  | 'access.removed'
  | 'client.registered'
  | 'code.redeemed'
  | 'code.refused'
  | 'code.replayed'
  | 'refresh_token.reused'
  | 'refresh_token.refused'
  | 'client_credentials.issued'
  | 'token.exchanged'
  | 'token_exchange.refused'
  | 'token.revoked'
  | 'client.refused'
  | 'keys.replaced'

/** One event. No secret, code or token ever stands in it. */
export interface AuditEvent {
  action: AuditAction
  userId?: string
  clientId?: string
  detail?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>
}

/** Keeps what happened. */
export interface AuditLog {
  record(event: AuditEvent): Promise<void>
}
