import { html } from 'hono/html'
import type { AccountBrowser, Activity } from '../account/read-account.ts'
import { accountApplications } from './account-applications.ts'
import { ACCOUNT_ACTIONS, PASSWORD_PATH, type AccountView } from './account-view.ts'
import { hiddenFields, layout, type Html } from './layout.ts'
import { messagesFor, type Locale } from './messages.ts'
import { moment } from './moment.ts'
import { titleIn } from './scope-list.ts'

/** Shows a person what stands in their name, and lets them end it. */
export function accountPage(page: AccountView): Html {
  const { account: words } = messagesFor(page.locale)
  return layout(
    page,
    words.title,
    html`<h1>${words.title}</h1>
      <p class="lead">${words.lead}</p>
      ${
        page.status
          ? html`<p class="notice done" role="status">${words.statuses[page.status]}</p>`
          : ''
      }
      ${you(page)} ${browsers(page)} ${accountApplications(page)} ${activity(page)}`,
    'wide',
  )
}

function you({ locale, account }: AccountView): Html {
  const { account: words } = messagesFor(locale)
  const { person, hasPassword, providers } = account
  const ways = [...(hasPassword ? [words.password] : []), ...providers]
  return html`<section aria-labelledby="you">
    <h2 id="you">${words.you}</h2>
    <dl class="facts">
      <dt>${words.name}</dt>
      <dd>${person.name}</dd>
      <dt>${words.email}</dt>
      <dd>${person.email}</dd>
      <dt>${words.signIn}</dt>
      <dd>
        ${ways.map((way) => html`<div>${way}</div>`)}
        ${person.isDemo ? '' : passwordLink(hasPassword, locale)}
      </dd>
    </dl>
  </section>`
}

/** The password of a ready account is everybody's, and stays. */
function passwordLink(hasPassword: boolean, locale: Locale): Html {
  const { account: words } = messagesFor(locale)
  const text = hasPassword ? words.changePassword : words.setPassword
  return html`<a href="${PASSWORD_PATH}?lang=${locale}">${text}</a>`
}

function browsers(page: AccountView): Html {
  const { account: words } = messagesFor(page.locale)
  const { browsers: all } = page.account
  const inOrder = all.toSorted((a, b) => Number(b.isThis) - Number(a.isThis))
  return html`<section aria-labelledby="browsers">
    <h2 id="browsers">${words.browsers}</h2>
    <p class="quiet">${words.browsersHint}</p>
    <ul class="cards">
      ${inOrder.map((browser) => browserCard(page, browser))}
    </ul>
    ${
      all.length > 1
        ? html`<form class="after" method="post" action="${ACCOUNT_ACTIONS.endOtherBrowsers}">
            ${hiddenFields(page.fields)}
            <button class="plain small">${words.signOutOthers}</button>
          </form>`
        : ''
    }
  </section>`
}

function browserCard({ locale, fields }: AccountView, browser: AccountBrowser): Html {
  const { account: words } = messagesFor(locale)
  const { id, address, createdAt, lastSeenAt, isThis } = browser
  const name = nameIn(browser, words)
  return html`<li>
    <div>
      <h3>${name}${isThis ? html` <span class="badge">${words.thisBrowser}</span>` : ''}</h3>
      <p class="quiet">
        ${words.signedIn} ${moment(createdAt, locale)}<br />
        ${words.lastSeen} ${moment(lastSeenAt, locale)}
        ${address ? html`<br />${words.address} ${address}` : ''}
      </p>
    </div>
    <form method="post" action="${isThis ? ACCOUNT_ACTIONS.signOut : ACCOUNT_ACTIONS.endBrowser}">
      ${hiddenFields({ ...fields, ...(!isThis && { browser: id }) })}
      <button class="plain small" aria-label="${words.signOut}: ${name}">${words.signOut}</button>
    </form>
  </li>`
}

function nameIn(
  { browser, system }: AccountBrowser,
  { browserOn, unknownBrowser }: ReturnType<typeof messagesFor>['account'],
): string {
  if (!system) return browser ?? unknownBrowser
  return browserOn(browser ?? unknownBrowser, system)
}

function activity({ locale, account }: AccountView): Html {
  const { account: words } = messagesFor(locale)
  return html`<section aria-labelledby="activity">
    <h2 id="activity">${words.activity}</h2>
    ${
      account.activity.length === 0
        ? html`<p class="quiet">${words.noActivity}</p>`
        : html`<ol class="events">
            ${account.activity.map((one) => activityLine(one, locale))}
          </ol>`
    }
  </section>`
}

function activityLine(
  { action, times, at, client, clientId, server, resource, provider, address }: Activity,
  locale: Locale,
): Html {
  const { account: words } = messagesFor(locale)
  const what = words.activities[action]({
    client: client?.name ?? clientId ?? words.unknownClient,
    server: server ? titleIn(server, locale) : resource,
    provider,
    times,
  })
  return html`<li>
    ${what}<small>${moment(at, locale)}${address ? html` · ${address}` : ''}</small>
  </li>`
}
