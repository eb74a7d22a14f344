import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { environment } from '../src/entry/environment.ts'

const AUTH = path.resolve(import.meta.dirname, '..')
const ROOT = path.resolve(AUTH, '..')
const pages = globSync(['README.md', 'docs/*.md', 'decisions/*.md'], { cwd: AUTH }).toSorted()

describe.each(pages)('%s', (page) => {
  const text = readFileSync(path.join(AUTH, page), 'utf8')

  it('names only settings that there are', () => {
    const outsideOfPrograms = text.replaceAll(/```js\n[\s\S]*?```/g, '')
    const named = [...outsideOfPrograms.matchAll(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g)].map(
      ([name]) => name,
    )
    const settings = named.filter((name) => !name.startsWith('ERR_'))
    expect(settings.filter((name) => !(name in environment))).toEqual([])
  })

  it('links only to files that there are', () => {
    for (const [, target = ''] of text.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g))
      expect(existsSync(path.resolve(AUTH, path.dirname(page), target)), target).toBe(true)
  })

  it('names only scripts and entries that there are', () => {
    const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'))
    for (const [, script = ''] of text.matchAll(/npm run ([\w:-]+)/g))
      expect(scripts).toHaveProperty(script)
    for (const [, file = ''] of text.matchAll(/\bnode (\S+\.ts)\b/g))
      expect(existsSync(path.join(ROOT, file)), file).toBe(true)
  })
})
