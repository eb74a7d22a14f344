import type { GrantStore } from '../authorization/grant-store.ts'
import type { Client } from '../clients/client.ts'
import { familyOf, readAccessToken, type AccessTokenClaims, type Actor } from './access-token.ts'
import { refuse, type TokenError } from './errors.ts'
import type { TokenContext } from './token-context.ts'
import type { FamilyRecord } from './token-store.ts'

/** A subject token that is good: what it says, and the sign-in that it came from. */
export interface SubjectToken {
  claims: AccessTokenClaims
  family: FamilyRecord & { userName: string }
}

/** How many may stand in one chain of actors. Each hop is a server that could be broken into. */
export const MAX_ACTORS = 3

/** Why a subject token is not taken. For our log; the actor learns `invalid_request` (RFC 8693 §2.2.2). */
type SubjectFailure =
  'unreadable' | 'other_audience' | 'not_a_person' | 'revoked' | 'account_gone' | 'too_many_actors'

/**
 * Reads the token that an actor presents: one of ours, sent to this actor, in the name of a person whose
 * account and sign-in stand, and revoked by nobody.
 *
 * @throws {TokenError} `invalid_request`
 */
export async function readSubjectToken(
  context: TokenContext,
  actor: Client,
  token: string,
): Promise<SubjectToken> {
  const claims = await readAccessToken(context, token)
  if (!claims) throw await refuseSubject(context, actor, 'unreadable')
  // A token for somebody else's server was never meant for who presents it.
  if (!actor.actsAs.includes(claims.aud))
    throw await refuseSubject(context, actor, 'other_audience', claims)

  const familyId = familyOf(claims.jti)
  if (familyId === undefined || claims.sub === claims.client_id)
    throw await refuseSubject(context, actor, 'not_a_person', claims)

  const [isRevoked, isAllowed, family] = await Promise.all([
    context.tokens.isAccessTokenRevoked(claims.jti),
    isStillAllowed(context.grants, claims),
    context.tokens.findFamily(familyId),
  ])
  if (isRevoked || !isAllowed || !family || family.isRevoked || family.userId !== claims.sub)
    throw await refuseSubject(context, actor, 'revoked', claims)
  const { userName } = family
  if (userName === undefined) throw await refuseSubject(context, actor, 'account_gone', claims)
  if (countActors(claims.act) >= MAX_ACTORS)
    throw await refuseSubject(context, actor, 'too_many_actors', claims)

  return { claims, family: { ...family, userName } }
}

/**
 * Says whether the person still allows the actor of a token what the token says; of a token without an
 * actor there is nothing to say.
 */
export async function isStillAllowed(
  grants: GrantStore,
  { act, sub: userId, client_id: clientId, aud: resource, scope }: AccessTokenClaims,
): Promise<boolean> {
  if (!act) return true
  const granted = await grants.find({ userId, clientId, resource })
  const scopes = scope.split(' ').filter(Boolean)
  return granted !== undefined && scopes.every((one) => granted.includes(one))
}

function countActors(actor: Actor | undefined): number {
  return actor ? 1 + countActors(actor.act) : 0
}

async function refuseSubject(
  { audit }: TokenContext,
  actor: Client,
  reason: SubjectFailure,
  claims?: AccessTokenClaims,
): Promise<TokenError> {
  await audit.record({
    action: 'token_exchange.refused',
    clientId: actor.id,
    detail: { reason, ...(claims && { audience: claims.aud, presentedBy: claims.client_id }) },
  })
  return refuse(
    'invalid_request',
    reason === 'too_many_actors'
      ? 'The subject_token has come through too many servers already'
      : 'The subject_token is not a good access token of a person, for this client',
  )
}
