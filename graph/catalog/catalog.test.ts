import { readFileSync } from 'node:fs'
import { CORPUS_FILE, describeOnCorpus } from '@toolgraph/testing'
import { describe, expect, it } from 'vitest'
import { isJson, listOf, OFFICIAL_META } from '../src/import/parse-record.ts'
import { recordsOf } from '../src/import/read-registry.ts'
import { CATEGORIES, isCategory } from '../src/registry/categories.ts'
import { CATALOG } from './index.ts'

describe('the catalog', () => {
  it('has about eighty servers', () => {
    expect(CATALOG.length).toBeGreaterThanOrEqual(78)
    expect(CATALOG.length).toBeLessThanOrEqual(90)
  })

  it.each(['name', 'url'] as const)('has no %s twice', (field) => {
    const values = CATALOG.map((entry) => entry[field].toLowerCase())
    expect(values.filter((value, at) => values.indexOf(value) !== at)).toEqual([])
  })

  it('has a server in every category', () => {
    const used = new Set(CATALOG.flatMap(({ categories }) => categories))
    expect(CATEGORIES.filter(({ slug }) => !used.has(slug))).toEqual([])
  })

  describe.each(CATALOG.map((entry) => [entry.name, entry] as const))('%s', (_, entry) => {
    it('speaks both languages', () => {
      for (const text of [entry.title, entry.description]) {
        expect(text.en).toMatch(/^[\p{Script=Latin}\p{N}\p{P}\p{S} ]+$/u)
        expect(text.ja.trim()).not.toBe('')
      }
      expect(entry.description.en).toMatch(/^\p{Lu}.*\.$/u)
      expect(entry.description.ja).toMatch(/[\p{Script=Hiragana}].*。$/u)
    })

    it('is filed under one to three categories of the vocabulary, with tags in lower case', () => {
      expect(entry.categories.every(isCategory)).toBe(true)
      expect(new Set(entry.categories).size).toBe(entry.categories.length)
      expect([1, 2, 3]).toContain(entry.categories.length)
      expect(entry.tags.length).toBeGreaterThan(0)
      expect(entry.tags.every((tag) => /^[a-z0-9-]+$/.test(tag))).toBe(true)
    })

    it('has an address that can be called', () => {
      expect(new URL(entry.url).protocol).toBe('https:')
      expect(entry.url).not.toMatch(/[{}[\]<>]/)
    })
  })
})

describeOnCorpus('the catalog beside the registry it was chosen from', () => {
  const dump: unknown = JSON.parse(readFileSync(CORPUS_FILE, 'utf8'))
  const records = (recordsOf(dump) ?? []).filter(isJson)

  it.each(CATALOG.map((entry) => [entry.name, entry] as const))(
    '%s has its facts',
    (name, entry) => {
      const { version, url, transport, publishedAt, websiteUrl, repositoryUrl, description } = entry
      const record = records.find(
        ({ server }) => isJson(server) && server['name'] === name && server['version'] === version,
      )
      const manifest = isJson(record?.['server']) ? record['server'] : {}
      const meta = isJson(record?.['_meta']) ? record['_meta'] : {}
      const repository = isJson(manifest['repository']) ? manifest['repository'] : {}

      expect(listOf(manifest['remotes'])).toContainEqual(
        expect.objectContaining({ type: transport, url }),
      )
      expect(meta[OFFICIAL_META]).toMatchObject({ publishedAt, isLatest: true })
      expect(manifest['websiteUrl']).toBe(websiteUrl)
      expect(repository['url']).toBe(repositoryUrl)
      // Our own words, not the publisher's.
      expect(manifest['description']).not.toBe(description.en)
    },
  )
})
