import { fail, redirect } from '@sveltejs/kit'

import { LinkSheetDocument } from '#gql/documents'
import { ask, browserSecret, here, requirePerson } from '#lib/server/event.ts'
import { startLink } from '#lib/server/linking/start-link.ts'
import { toScopeChoices } from '#lib/server/linking/to-scope-choices.ts'
import { logProblem } from '#lib/server/log-problem.ts'
import { Problem } from '#lib/server/problem.ts'
import { withParameter } from '#lib/server/return-path.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async (event) => {
  requirePerson(event)
  const { server, scopes, granted } = await readSheet(event)
  const { oauthIssuer: issuer } = server
  return { server, scopes, granted, issuerHost: issuer ? (URL.parse(issuer)?.host ?? null) : null }
}

export const actions: Actions = {
  default: async (event) => {
    const context = requirePerson(event)
    const { locals, url, cookies } = event
    const chosen = (await event.request.formData()).getAll('scope').map(String)
    let started
    try {
      const { server, scopes } = await readSheet(event)
      const offered = scopes.map((scope) => scope.name)
      if (!chosen.every((scope) => offered.includes(scope))) throw new Problem('scope_unknown')
      if (!server.url) throw new Problem('server_not_linkable')
      started = await startLink(context, {
        server: { ...server, url: server.url },
        scopes: offered.length > 0 ? chosen : undefined,
        browser: browserSecret(cookies, locals.web),
        after: {
          locale: locals.locale,
          tool: url.searchParams.get('tool') ?? undefined,
          run: url.searchParams.get('run') ?? undefined,
        },
      })
    } catch (error) {
      const what = 'Cannot begin to link a server'
      const { problem, status } = logProblem(locals.web.log, what, error)
      return fail(status, { problem })
    }
    if (started.kind === 'redirect') redirect(303, started.url, { external: true })
    const path = here(event, `/connections/${encodeURIComponent(started.connectionId)}?linked=1`)
    redirect(303, started.problem ? withParameter(path, 'problem', started.problem) : path)
  },
}

async function readSheet(event: RequestEvent) {
  const { params, locals, url } = event
  const name = `${params.namespace}/${params.name}`
  const { server } = await ask(event, LinkSheetDocument, { name, locale: locals.locale })
  if (!server) throw new Problem('server_not_found')
  const granted = server.connection?.status === 'active' ? server.connection.scopesGranted : []
  const asked = url.searchParams.get('scopes')?.split(' ') ?? []
  return { server, granted, scopes: toScopeChoices(server, { granted, asked }) }
}
