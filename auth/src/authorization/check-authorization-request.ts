import { fail, ok, type Result } from '@toolgraph/errors'
import type { Client } from '../clients/client.ts'
import type { Resource } from '../resources/resource.ts'
import type { AuthorizationRequest, Prompt } from './authorization-request.ts'
import { AuthorizationError, type AuthorizationErrorCode } from './errors.ts'
import { parseScope, type Parameters } from './parameters.ts'

/** A request whose client and redirect URI are already checked. */
export interface UncheckedRequest {
  parameters: Parameters
  client: Client
  redirectUri: string
}

const PROMPTS = ['none', 'login', 'consent', 'select_account'] as const
const MAX_STATE_LENGTH = 4096

/**
 * Checks what may be told to the client when it is wrong, apart from the resource, which has to be asked
 * for: response type, PKCE, prompt. Pure.
 */
export function checkAuthorizationRequest(
  unchecked: UncheckedRequest,
): Result<Omit<AuthorizationRequest, 'scopes' | 'resource'>, AuthorizationError> {
  const { parameters, client, redirectUri } = unchecked
  const fault = findFault(parameters, client)
  if (fault) return fail(fault)

  const prompt = parsePrompt(parameters['prompt'])
  const codeChallenge = parameters['code_challenge']
  if (!prompt) return fail(refusal('invalid_request', 'The prompt is not supported'))
  if (codeChallenge === undefined) return fail(refusal('invalid_request', 'PKCE is needed'))

  const { state, ui_locales: uiLocales } = parameters
  return ok({
    clientId: client.id,
    redirectUri,
    endsIn: 'code',
    ...(state !== undefined && { state }),
    codeChallenge,
    prompt,
    ...(uiLocales !== undefined && isLanguageList(uiLocales) && { uiLocales }),
  })
}

/** Checks the scopes against the server they are asked at. Pure. */
export function checkScopes(
  scope: string | undefined,
  resource: Resource | undefined,
): Result<string[], AuthorizationError> {
  const scopes = parseScope(scope)
  if (!scopes) return fail(refusal('invalid_scope', 'The scope is malformed'))

  const known = resource?.scopes.map(({ name }) => name) ?? []
  const isKnown = scopes.every((name) => known.includes(name))
  if (isKnown) return ok(scopes)
  return fail(
    resource
      ? refusal('invalid_scope', 'A scope is not one of this resource')
      : refusal('invalid_scope', 'Scopes need a resource (RFC 8707)'),
  )
}

/** Makes a refusal that is told to the client. */
export function refusal(code: AuthorizationErrorCode, message: string): AuthorizationError {
  return new AuthorizationError(code, message)
}

function findFault(parameters: Parameters, client: Client): AuthorizationError | undefined {
  const { response_type: type, response_mode: mode, state } = parameters
  if (parameters['request'] !== undefined)
    return refusal('request_not_supported', 'Request objects are not supported')
  if (parameters['request_uri'] !== undefined)
    return refusal('request_uri_not_supported', 'Request objects are not supported')
  if (type === undefined) return refusal('invalid_request', 'The response_type is missing')
  if (type !== 'code')
    return refusal('unsupported_response_type', 'Only the response type "code" is supported')
  if (mode !== undefined && mode !== 'query')
    return refusal('invalid_request', 'Only the response mode "query" is supported')
  if (!client.grantTypes.includes('authorization_code'))
    return refusal('unauthorized_client', 'This client may not use the authorization code grant')
  if (state !== undefined && !isSoundState(state))
    return refusal('invalid_request', 'The state is too long or has control characters')

  return findPkceFault(parameters)
}

function isSoundState(state: string): boolean {
  return state.length <= MAX_STATE_LENGTH && !/\p{Cc}/u.test(state)
}

/** A suggestion that is no list of language tags (BCP 47) is not worth an error. */
function isLanguageList(uiLocales: string): boolean {
  return /^[A-Za-z0-9 -]{1,200}$/.test(uiLocales)
}

/** RFC 7636, S256 only: a challenge without a method would mean `plain`, so it is refused as well. */
function findPkceFault(parameters: Parameters): AuthorizationError | undefined {
  const { code_challenge: challenge, code_challenge_method: method } = parameters
  if (challenge === undefined)
    return refusal('invalid_request', 'PKCE is needed: the code_challenge is missing')
  if (method !== 'S256')
    return refusal('invalid_request', 'PKCE is needed: the code_challenge_method must be S256')
  if (!/^[A-Za-z0-9_-]{43}$/.test(challenge))
    return refusal('invalid_request', 'The code_challenge is not a SHA-256 in base64url')
  return undefined
}

function parsePrompt(prompt: string | undefined): Prompt[] | undefined {
  const names = (prompt ?? '').split(' ').filter(Boolean)
  const prompts = PROMPTS.filter((one) => names.includes(one))
  const isSound =
    prompts.length === new Set(names).size && !(prompts.includes('none') && prompts.length > 1)
  return isSound ? prompts : undefined
}
