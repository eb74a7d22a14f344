import { html } from 'hono/html'
import type { LocalErrorCode } from '../authorization/errors.ts'
import type { Person } from '../people/person.ts'
import { hiddenFields, layout, type Html, type PageContext } from './layout.ts'
import { messagesFor } from './messages.ts'

const FRONT_PAGE = '/'

/** Says why a request ends here, without sending anybody anywhere. */
export function errorPage(page: PageContext, code: LocalErrorCode): Html {
  if (code === 'ERR_NOT_FOUND') return notFoundPage(page)
  const { errors } = messagesFor(page.locale)
  return layout(
    { markUrl: FRONT_PAGE, ...page },
    errors.title,
    html`<h1>${errors.title}</h1>
      <p class="notice" role="alert">${errors.byCode[code]}</p>
      <p class="other">${errors.goBack}</p>
      <p class="other quiet"><code>${code}</code></p>`,
  )
}

/** Nobody sent a person here for something to be done: there is nothing to try again. */
function notFoundPage(page: PageContext): Html {
  const { errors } = messagesFor(page.locale)
  return layout(
    { markUrl: FRONT_PAGE, ...page },
    errors.byCode.ERR_NOT_FOUND,
    html`<h1>${errors.byCode.ERR_NOT_FOUND}</h1>
      <p class="other"><a href="${FRONT_PAGE}">${errors.toFrontPage}</a></p>`,
  )
}

/** Says that we failed, and under which id the log knows more. */
export function faultPage(page: PageContext, id: string): Html {
  const { errors } = messagesFor(page.locale)
  return layout(
    { markUrl: FRONT_PAGE, ...page },
    errors.title,
    html`<h1>${errors.title}</h1>
      <p class="notice" role="alert">${errors.fault}</p>
      <p class="other">${errors.goBack}</p>
      <p class="other quiet">${errors.faultId}: <code>${id}</code></p>`,
  )
}

/** What the front page shows. */
export interface HomePage extends PageContext {
  person: Person | undefined
  fields: Record<string, string>
}

/** Says what this address is and who is signed in here, and leads to their account. */
export function homePage(page: HomePage): Html {
  const { home, onward } = messagesFor(page.locale)
  const { person, markUrl } = page
  return layout(
    page,
    home.title,
    html`<h1>${home.title}</h1>
      <p class="lead">${home.about}</p>
      <section>
        <p>${person ? home.signedInAs(person.name, person.email) : home.signedOut}</p>
      </section>
      <a class="button" href="/account?lang=${page.locale}"
        >${person ? home.manage : home.signIn}</a
      >
      ${
        person
          ? html`<form class="after" method="post" action="/sign-out">
              ${hiddenFields(page.fields)}
              <button class="plain">${home.signOut}</button>
            </form>`
          : ''
      }
      ${markUrl ? html`<p class="other"><a href="${markUrl}">${onward.goOn('Toolgraph')}</a></p>` : ''}`,
  )
}
