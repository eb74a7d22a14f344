import {
  REQUEST_LIFETIME_MS,
  type AuthorizationRequest,
} from '../authorization/authorization-request.ts'
import { STEPS, stepUrl, type Step } from '../issuer/flow.ts'
import { randomToken, sha256Base64url, sha256Hex } from '../keys/digest.ts'
import type { Services } from '../services.ts'
import { toRedirect } from './page-response.ts'

const BROWSER_COOKIE_SECONDS = 24 * 60 * 60

/** Keeps a checked request and leads to its first page: consent where somebody may be signed in, else sign-in. */
export async function beginRequest(
  services: Services,
  incoming: Request,
  request: AuthorizationRequest,
): Promise<Response> {
  const mayBeSignedIn = services.cookies.session.read(incoming) !== undefined
  const isSilent = request.prompt.includes('none')
  const step = mayBeSignedIn || isSilent ? STEPS.consent : STEPS.signIn
  return beginAt(services, incoming, { request, step })
}

async function beginAt(
  { requests, cookies, now }: Services,
  incoming: Request,
  { request, step }: { request: AuthorizationRequest; step: Step },
): Promise<Response> {
  const requestId = randomToken()
  const browser = knownBrowser(cookies.browser.read(incoming)) ?? randomToken()
  await requests.save({
    id: await sha256Hex(requestId),
    request,
    browser: await sha256Hex(browser),
    createdAt: new Date(now()),
    expiresAt: new Date(now() + REQUEST_LIFETIME_MS),
  })
  return toRedirect(stepUrl(step, { requestId }), [
    cookies.browser.write(browser, BROWSER_COOKIE_SECONDS),
  ])
}

function knownBrowser(cookie: string | undefined): string | undefined {
  return cookie !== undefined && /^[\w-]{43}$/.test(cookie) ? cookie : undefined
}

/** What a page of our own needs before it can be shown. */
export interface OwnRequest {
  /** Who would be allowed; the account page's own client where only a sign-in is needed. */
  clientId: string
  /** The path of the page. */
  path: string
  scopes?: string[]
  resource?: string
  /** Languages that were chosen before, best first. */
  uiLocales?: string
  /** Where it begins (default: where a request of a client would). */
  firstStep?: Step
}

/** Begins a request of our own: it ends at a page of ours, and no code is ever made. */
export async function beginOwnRequest(
  services: Services,
  incoming: Request,
  { clientId, path, scopes = [], resource, uiLocales, firstStep }: OwnRequest,
): Promise<Response> {
  const request: AuthorizationRequest = {
    clientId,
    redirectUri: new URL(path, services.issuer).href,
    endsIn: 'page',
    scopes,
    ...(resource !== undefined && { resource }),
    ...(uiLocales !== undefined && { uiLocales }),
    codeChallenge: await sha256Base64url(randomToken()),
    prompt: [],
  }
  return firstStep
    ? beginAt(services, incoming, { request, step: firstStep })
    : beginRequest(services, incoming, request)
}
