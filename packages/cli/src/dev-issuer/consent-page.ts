import { html } from 'hono/html'
import { pageResponse } from '../dev/page-response.ts'
import type { AuthorizationRequest } from './authorization-request.ts'
import type { Client, ResourceScope } from './context.ts'
import { PEOPLE } from './people.ts'

interface Consent {
  /** The request, which the form sends again. */
  query: URLSearchParams
  client: Client
  wish: AuthorizationRequest
  /** The browser's `Accept-Language`. */
  language: string
}

/** The page on which a person says who they are and what they allow. */
export function toConsentPage({ query, client, wish, language }: Consent): Promise<Response> {
  const { resource, scopes } = wish
  const asked = resource.scopes.filter(({ name }) => scopes.includes(name))
  const { host } = new URL(query.get('redirect_uri') ?? '')
  const body = html`<main class="narrow">
    <h1>Sign in to ${resource.title}</h1>
    <p>
      <b>${client.name}</b> asks for it, and gets the answer at <code>${host}</code>. This is the
      issuer of <code>toolgraph dev</code>: nobody is asked for a password.
    </p>
    <form method="post" action="/authorize?${query.toString()}">
      ${
        asked.length === 0
          ? html`<p>It asks for no scopes.</p>`
          : html`<fieldset>
              <legend>It may</legend>
              ${asked.map((scope) => toCheckbox(scope, language))}
            </fieldset>`
      }
      <p class="buttons">
        ${PEOPLE.map(
          ({ subject, name }) =>
            html`<button name="person" value="${subject}">Allow as ${name}</button>`,
        )}
        <button name="person" value="" class="quiet">Do not allow</button>
      </p>
    </form>
  </main>`
  return pageResponse({ title: `Sign in to ${resource.title}`, body })
}

function toCheckbox({ name, description, descriptions = {} }: ResourceScope, language: string) {
  const tag = Object.keys(descriptions).find((tag) => language.startsWith(tag))
  const reason = tag === undefined ? description : descriptions[tag]
  return html`<label>
    <input type="checkbox" name="scope" value="${name}" checked />
    <span lang="${tag ?? 'en'}">${reason}</span> <code>${name}</code>
  </label>`
}
