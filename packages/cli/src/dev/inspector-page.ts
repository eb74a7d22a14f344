import { html } from 'hono/html'
import { PEOPLE } from '../dev-issuer/people.ts'
import { pageResponse } from './page-response.ts'

/** The inspector: its script fills it with the worker's tools and calls. */
export function toInspectorPage(resource: string): Promise<Response> {
  const body = html`<header>
      <h1 id="title">Inspector</h1>
      <p><code>${resource}</code> <span id="about"></span></p>
    </header>
    <main class="columns">
      <nav aria-labelledby="tools-heading">
        <h2 id="tools-heading">Tools</h2>
        <ul id="tools"></ul>
        <button id="reload" class="quiet">Read the tools again</button>
      </nav>
      <section aria-labelledby="tool-name">
        <h2 id="tool-name">Choose a tool</h2>
        <p id="tool-description"></p>
        <form id="call" hidden>
          <fieldset id="fields">
            <legend>Arguments</legend>
            <div id="inputs"></div>
            <label id="raw-label">
              Arguments as JSON
              <textarea id="raw" rows="6" spellcheck="false"></textarea>
            </label>
          </fieldset>
          <fieldset>
            <legend>Who calls</legend>
            <label><input type="radio" name="person" value="" checked /> nobody</label>
            ${PEOPLE.map(
              ({ subject, name }) =>
                html`<label
                  ><input type="radio" name="person" value="${subject}" /> ${name}</label
                >`,
            )}
            <div id="scopes"></div>
          </fieldset>
          <p class="buttons"><button>Call</button></p>
        </form>
        <div id="answer" role="status" aria-live="polite"></div>
      </section>
      <section aria-labelledby="calls-heading">
        <h2 id="calls-heading">Last calls</h2>
        <p class="hint">Whoever made them: this page, a client, a test.</p>
        <div id="calls"></div>
      </section>
    </main>`
  return pageResponse({ title: 'Inspector', body, scripts: ['/page/inspector.js'] })
}
