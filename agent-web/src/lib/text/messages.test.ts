import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const ROOM = new URL('../../../', import.meta.url)
const en = readMessages('en')
const ja = readMessages('ja')

describe('the messages', () => {
  it('have the same keys in both languages', () => {
    expect(Object.keys(ja)).toEqual(Object.keys(en))
  })

  it('take the same inputs in both languages', () => {
    const differing = Object.keys(en).filter(
      (key) => inputsOf(en[key]).join() !== inputsOf(ja[key]).join(),
    )
    expect(differing).toEqual([])
  })

  it('are in Japanese where they are said to be', () => {
    const latin = Object.entries(ja).filter(
      ([, text]) => !/[^\p{ASCII}–]/u.test(JSON.stringify(text)),
    )
    expect(latin.map(([key]) => key)).toEqual(['$schema', 'form_json_tab', 'value_nothing'])
  })

  it('are all used, and every one that is used exists', () => {
    const files = globSync('src/**/*.{svelte,ts}', { cwd: ROOM })
    const source = files
      .filter((file) => !file.includes('paraglide') && !file.endsWith('.test.ts'))
      .map((file) => readFileSync(new URL(file, ROOM), 'utf8'))
      .join('\n')
    const used = new Set([...source.matchAll(/\bm\.([a-z\d_]+)/g)].map(([, key]) => key))
    const defined = Object.keys(en).filter((key) => key !== '$schema')
    expect([...used].toSorted()).toEqual(defined.toSorted())
  })
})

describe('the pages', () => {
  it('have no words of their own', () => {
    // The name of the product is the same in every language; so is that of the format.
    const names = ['Toolgraph', '· Toolgraph', 'JSON']
    const found = globSync('src/**/*.svelte', { cwd: ROOM }).flatMap((file) =>
      wordsIn(file)
        .filter((words) => !names.includes(words))
        .map((words) => `${file}: ${words}`),
    )
    expect(found).toEqual([])
  })
})

/** What a message is given; `n` is the count as the language writes it. */
function inputsOf(message: unknown): string[] {
  const found = JSON.stringify(message).match(/"input \w+"|\{\w+\}/g) ?? []
  const names = found.map((name) => name.replaceAll(/input |["{}]/g, ''))
  return [...new Set(names)].filter((name) => name !== 'n').toSorted()
}

/** The text between the tags of a component. */
function wordsIn(file: string): string[] {
  const markup = readFileSync(new URL(file, ROOM), 'utf8')
    .replaceAll(/<script[\s\S]*?<\/script>|<style[\s\S]*?<\/style>|<!--[\s\S]*?-->/g, '')
    .replaceAll('=>', '')
  return [...markup.matchAll(/>([^<>{}]*[a-z]{3,}[^<>{}]*)</gi)].map(([, words = '']) =>
    words.trim(),
  )
}

function readMessages(locale: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`messages/${locale}.json`, ROOM), 'utf8'))
}
