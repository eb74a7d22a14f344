import type { Context } from 'hono'
import { LocalError, type LocalErrorCode } from '../authorization/errors.ts'
import type { AuthLog } from '../dependencies.ts'
import { chooseLocale } from '../pages/choose-locale.ts'
import { errorPage, faultPage } from '../pages/plain-pages.ts'
import { TokenError } from '../tokens/errors.ts'
import { toPageResponse } from './page-response.ts'
import { oauthJson, toOAuthResponse, UNAVAILABLE_SECONDS } from './to-oauth-response.ts'

const LOCAL_STATUS = {
  ERR_CLIENT_MISSING: 400,
  ERR_CLIENT_UNKNOWN: 400,
  ERR_CLIENT_UNREADABLE: 400,
  ERR_CLIENT_NOT_ACTOR: 400,
  ERR_RESOURCE_UNKNOWN: 400,
  ERR_RESOURCE_UNAVAILABLE: 503,
  ERR_SCOPE_UNKNOWN: 400,
  ERR_REDIRECT_UNREGISTERED: 400,
  ERR_PARAMETER_REPEATED: 400,
  ERR_REQUEST_UNKNOWN: 400,
  ERR_REQUEST_OF_ANOTHER_BROWSER: 400,
  ERR_FORM_REFUSED: 403,
  ERR_NOT_FOUND: 404,
} as const satisfies Record<LocalErrorCode, number>

/** What programs call: they get JSON whatever happens. */
const API_PATHS = /^\/(token|register|revoke|introspect|healthz|\.well-known\/.*)$/

/** Turns whatever was thrown into an answer: a refusal tells its own words, a fault only an id. */
export async function onError(log: AuthLog, error: unknown, context: Context): Promise<Response> {
  if (error instanceof TokenError) return toOAuthResponse(error)
  if (error instanceof LocalError) return toLocalResponse(error, context)

  const id = crypto.randomUUID()
  const { path, method } = context.req
  log.error('A request failed', { id, method, path, error })
  if (API_PATHS.test(path)) {
    const description = `Something went wrong (${id})`
    return oauthJson({ error: 'server_error', error_description: description }, 500)
  }
  return toPageResponse(faultPage({ locale: localeOf(context) }, id), { status: 500 })
}

/** Answers for a path or method that is not there. */
export async function onNotFound(context: Context): Promise<Response> {
  if (API_PATHS.test(context.req.path)) {
    const description = 'There is no such endpoint, or not with this method'
    return oauthJson({ error: 'invalid_request', error_description: description }, 404)
  }
  return toLocalResponse(new LocalError('ERR_NOT_FOUND', 'Cannot find the page'), context)
}

function toLocalResponse({ code }: LocalError, context: Context): Promise<Response> {
  const status = LOCAL_STATUS[code]
  return toPageResponse(errorPage({ locale: localeOf(context) }, code), {
    status,
    ...(status === 503 && { retryAfterSeconds: UNAVAILABLE_SECONDS }),
  })
}

function localeOf({ req }: Context) {
  return chooseLocale({
    chosen: req.query('lang'),
    uiLocales: req.query('ui_locales'),
    acceptLanguage: req.header('accept-language'),
  })
}
