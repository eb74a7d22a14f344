import { issueAccessToken } from './access-token.ts'
import type { TokenContext, TokenSet } from './token-context.ts'
import type { FamilyRecord } from './token-store.ts'

/** What a member of a family gets. */
export interface FamilyTokens {
  /** Absent for a client that takes none. */
  refreshToken: string | undefined
  /** Fewer than the family has (default: all). */
  scopes?: readonly string[] | undefined
}

/** Signs an access token of a family, beside the refresh token that is already stored. */
export async function issueFamilyTokens(
  context: TokenContext,
  family: FamilyRecord,
  { refreshToken, scopes = family.scopes }: FamilyTokens,
): Promise<TokenSet> {
  const { id: familyId, userId, userName, clientId, resource } = family
  const accessToken = await issueAccessToken(context, {
    subject: userId,
    ...(userName && { name: userName }),
    clientId,
    scopes,
    resource: resource ?? context.issuer,
    familyId,
  })
  return { accessToken, ...(refreshToken && { refreshToken }), scopes }
}
