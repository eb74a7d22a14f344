import type { MemberRole } from './permissions.ts'

/** How long a link is good. */
export const INVITATION_DAYS = 7
/** How many invitations of an organization may be open. */
export const MAX_OPEN_INVITATIONS = 100

/** An invitation, as it is found by its token. */
export interface KnownInvitation {
  readonly id: string
  readonly ownerId: string
  readonly ownerName: string
  readonly ownerSlug: string
  readonly role: MemberRole
  readonly expiresAt: Date
  /** The issuer's `sub` of who used it. */
  readonly acceptedBy: string | undefined
  readonly isRevoked: boolean
}

/** What of an invitation is sent: only who has the link can use it, and only its hash is kept. */
export interface InvitationToken {
  /** 256 random bits, as base64url. */
  readonly token: string
  readonly tokenHash: string
}

/** Makes the token of a link. */
export async function createInvitationToken(): Promise<InvitationToken> {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  const token = btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
  return { token, tokenHash: await hashToken(token) }
}

/** SHA-256 of a token, hex. */
export async function hashToken(token: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Whether an invitation can be used by somebody. */
export function isOpen(
  { expiresAt, acceptedBy, isRevoked }: KnownInvitation,
  { subject, now }: { subject: string | undefined; now: Date },
): boolean {
  if (isRevoked) return false
  if (acceptedBy !== undefined) return acceptedBy === subject
  return now < expiresAt
}
