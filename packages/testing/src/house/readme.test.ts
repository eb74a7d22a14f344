import { existsSync, readFileSync } from 'node:fs'
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

const readme = readFileSync(path.join(ROOT, 'README.md'), 'utf8')

describe('README.md', () => {
  it('lists every setting of every service, with its default', async () => {
    expect(between('<!-- settings -->', '<!-- /settings -->')).toBe(await settingsTable())
  })

  it('names only scripts and files that are there', () => {
    const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'))
    for (const [, script = ''] of readme.matchAll(/npm run ([\w:-]+)/g))
      expect(scripts).toHaveProperty(script)
    for (const [, file = ''] of readme.matchAll(/\]\((?!http)([^)#]+)\)/g))
      expect(existsSync(path.join(ROOT, file)), file).toBe(true)
  })
})

function between(start: string, end: string): string {
  const text = readme.slice(readme.indexOf(start) + start.length, readme.indexOf(end)).trim()
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
