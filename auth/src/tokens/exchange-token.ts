import { delegationUrl } from '../authorization/delegation.ts'
import { isActor, type Client } from '../clients/client.ts'
import { isSameResource, type Resource } from '../resources/resource.ts'
import { ACCESS_TOKEN_SECONDS, issueAccessToken } from './access-token.ts'
import { refuse, type TokenError } from './errors.ts'
import { readSubjectToken, type SubjectToken } from './read-subject-token.ts'
import type { TokenContext, TokenSet } from './token-context.ts'

/** What an actor presents (RFC 8693 §2.1). */
export interface TokenExchange {
  /** The actor: who asks is who will act. */
  client: Client
  /** An access token that a person's client sent to the actor. */
  subjectToken: string
  /** Where the actor wants to act. */
  resource?: string
  /** Default: all that the person allowed the actor there. */
  scopes?: readonly string[]
}

/**
 * Exchanges a token that a person's client sent to a server for one with which that server acts for the
 * person at another (RFC 8693): for that server alone, with no more than the person allowed this actor
 * there, and not longer than the token that was presented. There is no refresh token: without the
 * person's own token nobody goes on.
 *
 * @throws {TokenError} `unauthorized_client`, `invalid_request`, `invalid_target`, `invalid_scope`,
 *   `temporarily_unavailable`, or `consent_required` with the address where consent is given
 */
export async function exchangeToken(
  context: TokenContext,
  exchange: TokenExchange,
): Promise<TokenSet> {
  const { client, subjectToken } = exchange
  if (!isActor(client))
    throw refuse('unauthorized_client', 'This client may not use the token-exchange grant')

  const subject = await readSubjectToken(context, client, subjectToken)
  const target = await findTarget(context, exchange)
  const scopes = await findAllowedScopes(context, { exchange, subject, target })
  return issueTokens(context, { client, subject, target, scopes })
}

async function findTarget(
  { resources }: TokenContext,
  { client, resource }: TokenExchange,
): Promise<Resource> {
  if (resource === undefined)
    throw refuse('invalid_target', 'The resource is missing: where would this client act?')
  const answer = await resources.find(resource)
  if (!answer.found)
    throw answer.reason === 'unknown'
      ? refuse('invalid_target', 'The resource is not a server that trusts this issuer')
      : refuse('temporarily_unavailable', 'The resource cannot be looked up now')
  // Else an actor could widen the very token that it was sent.
  if (isOwnResource(client, answer.resource.uri))
    throw refuse('invalid_target', 'The resource is this client itself')
  return answer.resource
}

/** Says whether a resource is the actor itself, where it needs nobody's word. Pure. */
export function isOwnResource({ actsAs }: Client, resource: string): boolean {
  return actsAs.some((uri) => isSameResource(uri, resource))
}

interface Asked {
  exchange: TokenExchange
  subject: SubjectToken
  target: Resource
}

/** The authority rule: what this person allowed this actor at this server, and not more than is asked. */
async function findAllowedScopes(
  context: TokenContext,
  { exchange, subject, target }: Asked,
): Promise<string[]> {
  const { client, scopes: asked } = exchange
  const known = target.scopes.map(({ name }) => name)
  if (asked && !asked.every((scope) => known.includes(scope)))
    throw refuse('invalid_scope', 'A scope is not one of this resource')

  const key = { userId: subject.claims.sub, clientId: client.id, resource: target.uri }
  const granted = await context.grants.find(key)
  const missing = (asked ?? []).filter((scope) => !granted?.includes(scope))
  if (!granted || missing.length > 0)
    throw await refuseWithoutConsent(context, { ...key, scopes: missing })

  // What the server no longer has is not given, although it was allowed once.
  return asked ? [...asked] : known.filter((scope) => granted.includes(scope))
}

async function refuseWithoutConsent(
  { audit, issuer }: TokenContext,
  wanted: { userId: string; clientId: string; resource: string; scopes: string[] },
): Promise<TokenError> {
  const { userId, clientId, resource, scopes } = wanted
  await audit.record({
    action: 'token_exchange.refused',
    userId,
    clientId,
    detail: { reason: 'consent_required', resource, scopes },
  })
  return refuse(
    'consent_required',
    'The person has not allowed this client to do that for them: they can, at the consent_uri',
    { consentUri: delegationUrl(issuer, wanted) },
  )
}

async function issueTokens(
  context: TokenContext,
  issue: { client: Client; subject: SubjectToken; target: Resource; scopes: string[] },
): Promise<TokenSet> {
  const { client, target, scopes } = issue
  const { claims, family } = issue.subject
  const accessToken = await issueAccessToken(context, {
    subject: claims.sub,
    name: family.userName,
    clientId: client.id,
    scopes,
    resource: target.uri,
    familyId: family.id,
    actor: { sub: client.id, ...(claims.act && { act: claims.act }) },
    endsBy: claims.exp,
  })
  await context.audit.record({
    action: 'token.exchanged',
    userId: claims.sub,
    clientId: client.id,
    detail: { family: family.id, resource: target.uri, scopes, presentedBy: claims.client_id },
  })
  const left = claims.exp - Math.floor(context.now() / 1000)
  return { accessToken, scopes, expiresIn: Math.min(ACCESS_TOKEN_SECONDS, left) }
}
