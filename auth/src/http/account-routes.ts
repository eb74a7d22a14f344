import type { Hono } from 'hono'
import {
  endOtherSessions,
  endSession,
  signOut,
  type SessionContext,
} from '../account/end-sessions.ts'
import { readAccount, type AccountContext } from '../account/read-account.ts'
import { removeAccess } from '../account/remove-access.ts'
import { ACCOUNT_CLIENT } from '../clients/static-clients.ts'
import { STEPS, type Step } from '../issuer/flow.ts'
import { accountPage } from '../pages/account-page.ts'
import { ACCOUNT_ACTIONS, PASSWORD_PATH } from '../pages/account-view.ts'
import { chooseLocale } from '../pages/choose-locale.ts'
import { ACCOUNT_STATUSES, type AccountStatus } from '../pages/messages/account.ts'
import type { Session } from '../people/session.ts'
import type { Services } from '../services.ts'
import { beginOwnRequest } from './begin-request.ts'
import { findSession } from './find-session.ts'
import { toPageResponse, toRedirect } from './page-response.ts'
import { readSessionForm, sessionCsrf, type SessionForm } from './session-form.ts'

const ACCOUNT_PATH = '/account'

/** The page where a person sees and ends what stands in their name. */
export function addAccountRoutes(app: Hono, services: Services): void {
  const { cookies } = services
  const context = contextOf(services)

  app.get(ACCOUNT_PATH, async (c) => {
    const session = await findSession(services, c.req.raw)
    if (!session) return beginForAccount(services, c.req.raw)

    const locale = chooseLocale({
      chosen: c.req.query('lang'),
      acceptLanguage: c.req.header('accept-language'),
    })
    const page = accountPage({
      locale,
      inLanguage: (language) => `${ACCOUNT_PATH}?lang=${language}`,
      markUrl: services.webUrl,
      account: await readAccount(context, session),
      status: await readStatus(services, session, c.req.query('status')),
      fields: { csrf: await sessionCsrf(services, session), lang: locale },
    })
    return toPageResponse(page)
  })

  app.get(PASSWORD_PATH, (c) => beginForAccount(services, c.req.raw, STEPS.forgotPassword))

  app.post(ACCOUNT_ACTIONS.signOut, async (c) => {
    const form = await readSessionForm(services, c.req.raw)
    if (!form) return toRedirect('/')
    await signOut(context, form.session)
    const locale = chooseLocale({ chosen: form.fields['lang'] })
    return toRedirect(`/?lang=${locale}`, [cookies.session.remove()])
  })

  addAction(ACCOUNT_ACTIONS.endBrowser, async ({ session, fields }) => {
    const isEnded = await endSession(context, session, fields['browser'] ?? '')
    return isEnded ? 'browser_ended' : 'already_gone'
  })

  addAction(ACCOUNT_ACTIONS.endOtherBrowsers, async ({ session }) => {
    return (await endOtherSessions(context, session)) ? 'others_ended' : 'already_gone'
  })

  addAction(ACCOUNT_ACTIONS.removeAccess, async ({ session, fields }) => {
    const { client: clientId = '', resource } = fields
    const key = { userId: session.person.id, clientId, ...(resource && { resource }) }
    return (await removeAccess(context, key)) ? 'access_removed' : 'already_gone'
  })

  /** A form that leads back to the page and says there what it did. */
  function addAction(path: string, act: (form: SessionForm) => Promise<AccountStatus>): void {
    app.post(path, async (c) => {
      const form = await readSessionForm(services, c.req.raw)
      if (!form) return toRedirect(ACCOUNT_PATH)
      const status = await act(form)
      const search = new URLSearchParams({
        lang: chooseLocale({ chosen: form.fields['lang'] }),
        status: `${status}.${await services.sign(statusText(form.session, status))}`,
      })
      return toRedirect(`${ACCOUNT_PATH}?${search}`)
    })
  }
}

function contextOf(services: Services): AccountContext & SessionContext {
  const { accounts, sessions, identities, federation, clientSources, tokenContext } = services
  const { audit, now } = services
  return {
    accounts,
    sessions,
    identities,
    providerName: (id) => federation.providers.get(id)?.provider.name ?? id,
    clientSources,
    resources: tokenContext.resources,
    audit,
    now,
  }
}

/** Leads through sign-in, or another step, and back; the language goes along where it was chosen. */
function beginForAccount(
  services: Services,
  request: Request,
  firstStep?: Step,
): Promise<Response> {
  const lang = new URL(request.url).searchParams.get('lang')
  return beginOwnRequest(services, request, {
    clientId: ACCOUNT_CLIENT.id,
    path: ACCOUNT_PATH,
    ...(lang && { uiLocales: lang.slice(0, 10) }),
    ...(firstStep && { firstStep }),
  })
}

/** What the last form did; signed, so that no link of a stranger can make the page say it. */
async function readStatus(
  { isSigned }: Services,
  session: Session,
  text = '',
): Promise<AccountStatus | undefined> {
  const [name, signature = ''] = text.split('.')
  const status = ACCOUNT_STATUSES.find((one) => one === name)
  return status && (await isSigned(statusText(session, status), signature)) ? status : undefined
}

function statusText({ id }: Session, status: AccountStatus): string {
  return `account-status.${id}.${status}`
}
