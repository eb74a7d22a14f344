/** The one stylesheet of the pages; the same visual language as agent-web. */
export const STYLESHEET = `
:root {
  color-scheme: light dark;
  --ink: #1a1c23;
  --quiet: #5b6070;
  --page: #f6f7f9;
  --surface: #ffffff;
  --border: #e2e4ea;
  --field: #8a90a0;
  --accent: #4f46e5;
  --accent-strong: #4338ca;
  --on-accent: #ffffff;
  --accent-line: #a5b4fc;
  --tint: #eef0ff;
  --change: #92400e;
  --change-tint: #fef4e2;
  --danger: #b42318;
  --danger-tint: #fef1f0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #eceef4;
    --quiet: #a9afbf;
    --page: #111319;
    --surface: #1a1d25;
    --border: #2d313c;
    --field: #7c8394;
    --accent: #a5b4fc;
    --accent-strong: #c7d2fe;
    --on-accent: #14162b;
    --accent-line: #6366f1;
    --tint: #262a45;
    --change: #fbbf6b;
    --change-tint: #33291a;
    --danger: #ff9b92;
    --danger-tint: #3a2022;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0;
  min-height: 100vh;
  display: flex;
  flex-direction: column;
  align-items: center;
  padding: 24px 16px 32px;
  background: var(--page);
  color: var(--ink);
  font: 16px/1.6 system-ui, -apple-system, 'Segoe UI', 'Hiragino Sans', 'Noto Sans JP', sans-serif;
  overflow-wrap: anywhere;
}
:lang(ja) {
  line-height: 1.8;
  line-break: strict;
  word-break: auto-phrase;
  text-spacing-trim: trim-start;
}
.brand {
  display: inline-flex;
  align-items: center;
  gap: 10px;
  margin: 16px 0 24px;
  color: var(--ink);
  font-weight: 650;
  font-size: 18px;
  letter-spacing: -0.01em;
  border-radius: 4px;
  text-decoration: none;
}
a.brand:hover { color: var(--ink); }
.brand svg { color: var(--accent); }
main {
  width: 100%;
  max-width: 460px;
  padding: 32px;
  background: var(--surface);
  border: 1px solid var(--border);
  border-radius: 14px;
}
h1 { margin: 0; font-size: 24px; line-height: 1.3; letter-spacing: -0.015em; text-wrap: balance; }
:lang(ja) h1 { line-height: 1.45; letter-spacing: 0; }
h2 { margin: 0 0 8px; font-size: 15px; font-weight: 650; line-height: 1.5; }
p { margin: 0; }
.lead { margin-top: 6px; color: var(--quiet); }
.quiet { color: var(--quiet); font-size: 14px; }
section, form.main, .facts, .notice, details { margin-top: 24px; }
a { color: var(--accent); text-underline-offset: 3px; }
a:hover { color: var(--accent-strong); }
label { display: block; font-weight: 600; font-size: 15px; }
.field + .field { margin-top: 16px; }
input {
  display: block;
  width: 100%;
  min-height: 44px;
  margin-top: 6px;
  padding: 8px 12px;
  border: 1px solid var(--field);
  border-radius: 10px;
  background: var(--surface);
  color: inherit;
  font: inherit;
}
input[aria-invalid='true'] { border-color: var(--danger); }
.hint { margin-top: 6px; color: var(--quiet); font-size: 14px; }
.error { margin-top: 6px; color: var(--danger); font-size: 14px; }
input[readonly] { border-color: var(--border); color: var(--quiet); }
input.code { font-size: 20px; font-variant-numeric: tabular-nums; letter-spacing: 0.12em; }
button, .button {
  display: inline-flex;
  align-items: center;
  justify-content: center;
  width: 100%;
  min-height: 44px;
  padding: 8px 20px;
  border: 1px solid transparent;
  border-radius: 10px;
  background: var(--accent);
  color: var(--on-accent);
  font: inherit;
  font-weight: 600;
  cursor: pointer;
}
button:hover { background: var(--accent-strong); }
button.plain { background: transparent; border-color: var(--field); color: var(--ink); }
button.plain:hover { background: var(--page); }
button.link {
  width: auto;
  min-height: 24px;
  padding: 0;
  border: 0;
  border-radius: 4px;
  background: none;
  color: var(--accent);
  font-size: 14px;
  font-weight: 500;
  text-decoration: underline;
  text-underline-offset: 3px;
}
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
form.main > button { margin-top: 24px; }
.actions { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; margin-top: 28px; }
.demo { padding: 20px; border-radius: 10px; background: var(--tint); }
.demo .buttons { display: grid; gap: 10px; margin-top: 14px; }
.demo .quiet { color: var(--ink); }
.demo button.plain { background: var(--surface); }
.demo button.plain:hover { background: var(--page); }
.or {
  display: flex;
  align-items: center;
  gap: 12px;
  margin-top: 24px;
  color: var(--quiet);
  font-size: 14px;
}
.or::before, .or::after { content: ''; flex: 1; height: 1px; background: var(--border); }
.providers { display: grid; gap: 10px; margin-top: 16px; }
.other { margin-top: 20px; font-size: 15px; }
.other a { display: inline-block; }
.notice { padding: 12px 16px; border-radius: 10px; background: var(--danger-tint); color: var(--danger); }
.notice.done { background: var(--tint); color: var(--ink); font-size: 15px; }
.notice.calm { background: var(--change-tint); color: var(--change); font-size: 15px; }
ul.scopes { margin: 0; padding: 0; list-style: none; }
ul.scopes li {
  display: flex;
  gap: 12px;
  align-items: baseline;
  padding: 10px 14px;
  border: 1px solid var(--border);
}
ul.scopes li:first-child { border-radius: 10px 10px 0 0; }
ul.scopes li:last-child { border-radius: 0 0 10px 10px; }
ul.scopes li:only-child { border-radius: 10px; }
ul.scopes li + li { border-top: 0; }
.scopes .what { flex: 1; }
.scopes code { display: block; color: var(--quiet); font-size: 13px; }
code { font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace; }
.mark { flex: none; width: 10px; height: 10px; border-radius: 50%; background: var(--accent); }
.change .mark { border-radius: 2px; background: var(--change); }
.change h2 { color: var(--change); }
.badge {
  flex: none;
  padding: 1px 9px;
  border-radius: 999px;
  background: var(--tint);
  color: var(--accent-strong);
  font-size: 13px;
  font-weight: 600;
}
.mail { margin-top: 24px; padding-top: 24px; border-top: 1px solid var(--border); }
.mail .facts { margin-top: 8px; }
pre { margin: 16px 0 0; font: inherit; font-size: 15px; white-space: pre-wrap; }
form .quiet + button, form.prove { margin-top: 10px; }
summary { color: var(--quiet); font-size: 15px; cursor: pointer; border-radius: 4px; }
details ul.scopes { margin-top: 10px; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: 10px 16px; font-size: 15px; }
.facts dt { color: var(--quiet); }
.facts dd { margin: 0; }
.facts small { display: block; color: var(--quiet); font-size: 13px; }
.facts form { display: block; }
.with-logo { display: flex; align-items: flex-start; gap: 12px; }
.with-logo img { flex: none; margin-top: 3px; border-radius: 8px; background: #fff; object-fit: contain; }
main.wide { max-width: 640px; }
main.wide section { margin-top: 40px; }
main.wide h2 { margin-bottom: 4px; font-size: 18px; }
main.wide .notice { margin-top: 20px; }
h3 { margin: 0; font-size: 16px; font-weight: 600; line-height: 1.5; }
a.button { margin-top: 24px; text-decoration: none; }
a.button:hover { background: var(--accent-strong); color: var(--on-accent); }
form.after { margin-top: 12px; }
button.small { width: auto; min-height: 40px; padding: 6px 16px; font-size: 15px; font-weight: 550; }
main.wide .facts { margin-top: 12px; gap: 6px 16px; }
ul.cards { display: grid; gap: 12px; margin: 16px 0 0; padding: 0; list-style: none; }
.cards > li {
  display: grid;
  grid-template-columns: 1fr max-content;
  gap: 12px 16px;
  align-items: start;
  padding: 16px 20px;
  border: 1px solid var(--border);
  border-radius: 10px;
}
/* Read after what it ends, seen beside it. */
.cards form { grid-column: 2; grid-row: 1; }
.cards .badge { white-space: nowrap; }
.cards .rest { display: grid; grid-column: 1 / -1; gap: 10px; font-size: 15px; }
.cards small { color: var(--quiet); font-size: 13px; }
.cards ul.scopes li { padding: 3px 0; border: 0; }
.cards .scopes code { display: inline-block; }
time { white-space: nowrap; }
ol.events { margin: 12px 0 0; padding: 0; list-style: none; font-size: 15px; }
.events li { padding: 10px 0; border-top: 1px solid var(--border); }
.events li:first-child { border-top: 0; }
.events small { display: block; color: var(--quiet); font-size: 13px; }
footer { margin-top: 20px; display: flex; gap: 16px; font-size: 14px; color: var(--quiet); }
footer a, footer span { min-height: 24px; }
footer [aria-current] { color: var(--ink); font-weight: 600; }
@media (max-width: 460px) {
  main { padding: 24px 20px; }
  .facts { grid-template-columns: 1fr; gap: 2px; }
  .facts dd { margin-bottom: 10px; }
  .cards > li { grid-template-columns: 1fr; padding: 16px; }
  .cards form { grid-column: auto; grid-row: auto; }
  .actions { display: flex; flex-direction: column-reverse; }
}
@media (forced-colors: active) {
  .mark { forced-color-adjust: none; }
}
`

/** The product's mark: three linked dots, the same as agent-web's. */
export const LOGO_SVG = logo('currentColor', 'var(--accent-line)')

/** The mark in the browser's tab. */
export const FAVICON_SVG = logo('#4f46e5', '#818cf8')

function logo(dot: string, line: string): string {
  const dots = ['cx="16" cy="6.5"', 'cx="6" cy="24.5"', 'cx="26" cy="24.5"']
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" width="28" height="28" viewBox="0 0 32 32" aria-hidden="true">',
    `<path d="M16 6.5 6 24.5h20z" fill="none" stroke="${line}" stroke-width="2.4" stroke-linejoin="round"/>`,
    ...dots.map((place) => `<circle ${place} r="4.2" fill="${dot}"/>`),
    '</svg>',
  ].join('')
}
