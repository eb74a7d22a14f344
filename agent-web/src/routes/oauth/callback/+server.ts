import { redirect } from '@sveltejs/kit'

import { localizeHref } from '#lib/paraglide/runtime.js'
import type { ProblemCode } from '#lib/problems.ts'
import { requirePerson } from '#lib/server/event.ts'
import { finishLink, takeLink, type KeptLink } from '#lib/server/linking/finish-link.ts'
import { logProblem } from '#lib/server/log-problem.ts'
import { parseLocale } from '#lib/server/preferences.ts'
import type { RequestHandler } from './$types'

/** The person comes back from a linked server's issuer. */
export const GET: RequestHandler = async (event) => {
  const { locals, url, cookies } = event
  const { web } = locals
  const context = requirePerson(event)
  const callbackParams = url.searchParams
  const target = await finish()
  redirect(303, target)

  async function finish(): Promise<string> {
    let kept: KeptLink | undefined
    try {
      const state = callbackParams.get('state')
      kept = await takeLink(context, { state, browser: cookies.get(web.cookieNames.browser) })
      const { connectionId, problem } = await finishLink(context, { kept, callbackParams })
      return connectionPath(connectionId, kept, problem)
    } catch (error) {
      const { problem } = logProblem(web.log, 'Cannot finish to link a server', error)
      return problemPath(problem, kept)
    }
  }
}

function connectionPath(id: string, { after }: KeptLink, problem: ProblemCode | undefined): string {
  const parameters = new URLSearchParams({ linked: '1' })
  if (after.tool) parameters.set('tool', after.tool)
  if (after.run) parameters.set('run', after.run)
  if (problem) parameters.set('problem', problem)
  return localized(`/connections/${encodeURIComponent(id)}?${parameters}`, after.locale)
}

function problemPath(problem: ProblemCode, kept: KeptLink | undefined): string {
  if (!kept) return `/connections?problem=${problem}`
  return localized(`/servers/${kept.serverName}?problem=${problem}`, kept.after.locale)
}

function localized(path: string, locale: string): string {
  return localizeHref(path, { locale: parseLocale(locale) ?? 'en' })
}
