import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { EnvironmentDefinition } from '@toolgraph/entry'
import { describe, expect, it } from 'vitest'
import { ROOT } from './source-files.ts'

const ENTRIES: readonly (readonly [service: string, file: string])[] = [
  ['agent-web', 'agent-web/src/entry/environment.ts'],
  ['auth', 'auth/src/entry/environment.ts'],
  ['graph', 'graph/src/entry/environment.ts'],
  ['booking', 'workers/booking/src/entry/environment.ts'],
  ['product', 'workers/product/src/entry/environment.ts'],
  ['order', 'workers/order/src/entry/environment.ts'],
  ['form', 'workers/form/src/entry/environment.ts'],
]

const DOCUMENTS = ['*.md', 'docs/*.md', '{graph,auth,agent-web,workers,packages}/**/*.md']
const STRANGE = /(^|\/)(node_modules|build|generated|\.svelte-kit|template|project\.inlang)(\/|$)/

describe('docs/settings.md', () => {
  it('lists every setting of every service, with its default', async () => {
    expect(between('<!-- settings -->', '<!-- /settings -->')).toBe(await settingsTable())
  })
})

describe('every page of the documentation', () => {
  const pages = globSync(DOCUMENTS, { cwd: ROOT, exclude: (name) => STRANGE.test(String(name)) })
    .filter((name) => !STRANGE.test(name))
    .map((name) => ({ name, text: readFileSync(path.join(ROOT, name), 'utf8') }))

  it('is looked at', () => {
    expect(pages.length).toBeGreaterThan(40)
  })

  it('names only scripts that are there', () => {
    const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'))
    const template = path.join(ROOT, 'packages/cli/template/package.json')
    const created = JSON.parse(readFileSync(template, 'utf8')).scripts
    for (const { name, text } of pages)
      for (const [, script = ''] of text.matchAll(/npm run ([\w:-]+)/g)) {
        const known = name === 'packages/cli/README.md' ? { ...scripts, ...created } : scripts
        expect(known, name).toHaveProperty(script)
      }
  })

  it('leads only to files that are there', () => {
    for (const { name, text } of pages)
      for (const [, file = ''] of text.matchAll(/\]\((?!https?:)([^)#\s]+)/g))
        expect(existsSync(path.join(ROOT, path.dirname(name), file)), `${name}: ${file}`).toBe(true)
  })
})

function between(start: string, end: string): string {
  const page = readFileSync(path.join(ROOT, 'docs/settings.md'), 'utf8')
  const text = page.slice(page.indexOf(start) + start.length, page.indexOf(end)).trim()
  // The formatter aligns the columns; that says nothing.
  return text.replaceAll(/ {2,}/g, ' ').replaceAll(/-{3,}/g, '---')
}

async function settingsTable(): Promise<string> {
  const rows = new Map<string, { services: string[]; fallback: string; description: string }>()
  for (const [service, file] of ENTRIES) {
    const { environment }: { environment: EnvironmentDefinition } = await import(
      path.join(ROOT, file)
    )
    for (const [name, variable] of Object.entries(environment)) {
      const known = rows.get(name)
      if (known) known.services.push(service)
      else
        rows.set(name, {
          services: [service],
          fallback: variable.isSecret ? 'a development secret' : describeDefault(variable.default),
          description: variable.description,
        })
    }
  }
  const cells = [
    ['variable', 'default', 'who', 'what'],
    ...[...rows]
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([name, row]) => [
        `\`${name}\``,
        row.fallback,
        row.services.join(', '),
        row.description,
      ]),
  ]
  return cells
    .map(
      (row, index) => `| ${row.join(' | ')} |${index === 0 ? '\n| --- | --- | --- | --- |' : ''}`,
    )
    .join('\n')
}

function describeDefault(value: string | undefined): string {
  if (value === undefined) return 'must be set (`npm start` does)'
  return value === '' ? 'empty' : `\`${value}\``
}
