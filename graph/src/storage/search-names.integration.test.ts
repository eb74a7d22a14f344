import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Viewer } from '../registry/viewer.ts'
import type { SearchIndex } from '../search/search-index.ts'
import { searchServers } from '../search/search-servers.ts'
import { pruneNameWords } from './name-words.ts'
import { refreshSearchDocuments } from './search-documents.ts'
import { createSearchIndex } from './search-index.ts'

let test: TestDatabase
let index: SearchIndex

beforeAll(async () => {
  test = await createTestDatabase('graph')
})
beforeEach(async () => {
  await test.database.mcpServer.deleteMany()
  await test.database.nameWord.deleteMany()
  index = createSearchIndex(test.database)
})
afterAll(() => test.close())

const AIKO: Viewer = { subject: 'aiko', clientId: 'agent-web', scopes: [] }

async function create(name: string, title: string, more: object = {}): Promise<string> {
  const data = { name, nameKey: name.toLowerCase(), title, description: '', version: '1.0.0' }
  const { id } = await test.database.mcpServer.create({ data: { ...data, ...more } })
  return id
}

async function publish(name: string, title: string, more: object = {}): Promise<string> {
  const id = await create(name, title, more)
  await index.refresh([id])
  return id
}

/** What a wish was corrected to, and which names the index would tell; both must be nothing where it is hidden. */
async function told(word: string, viewer?: Viewer): Promise<string[]> {
  const { corrections } = await searchServers({ index, viewer }, { text: word })
  const names = await index.findSimilarNames(word, viewer)
  expect(Object.values(corrections).every((better) => names.join(' ').includes(better))).toBe(true)
  return names
}

describe('a misspelled word', () => {
  it.each([
    ['zanzibra', 'zanzibar'],
    ['znzibarr', 'zanzibar'],
    ['next.sj', 'next.js'],
    ['com.exmple/zanzibr', 'com.example/zanzibar'],
    ['con.example/zansibar', 'com.example/zanzibar'],
  ])('is corrected by names: %s to %s', async (word, better) => {
    await publish('com.example/zanzibar', 'Zanzibar for Next.js')
    const { corrections, totalCount } = await searchServers(
      { index, viewer: undefined },
      { text: word },
    )
    expect([corrections, totalCount]).toEqual([{ [word]: better }, 1])
  })

  it('is corrected where it stands alone, not where it is a part of another word', async () => {
    await publish('com.example/one', 'Calendar')
    await publish('com.example/two', 'Xcalenderx')
    const wish = { text: 'calender xcalenderx' }
    const { corrections, totalCount } = await searchServers({ index, viewer: undefined }, wish)
    expect(corrections).toEqual({ calender: 'calendar' })
    expect(totalCount).toBe(2)
  })
})

describe('a name that not everybody sees', () => {
  const HIDDEN = [
    ['made private', { visibility: 'private' }],
    ['withdrawn', { status: 'deleted' }],
    ['quarantined', { moderation: 'quarantined' }],
    ['hidden', { moderation: 'hidden' }],
  ] as const

  it.each(HIDDEN)('is told by no correction while it is %s', async (_, data) => {
    await publish('com.example/other', 'Something else')
    const id = await publish('com.example/zanzibar', 'Zanzibar with Secret.js')
    const words = ['zanzibra', 'secert.js', 'com.example/zanzibra']
    for (const word of words) expect(await told(word)).not.toEqual([])
    await test.database.mcpServer.update({ where: { id }, data })
    for (const word of words) expect(JSON.stringify(await told(word))).not.toMatch(/zanz|secret/)
    const back = { visibility: 'public', status: 'active', moderation: 'clear' } as const
    await test.database.mcpServer.update({ where: { id }, data: back })
    for (const word of words) expect(await told(word)).not.toEqual([])
  })

  it('is told to its owner, and to nobody else', async () => {
    const owner = { type: 'person', name: 'Aiko', subject: 'aiko' } as const
    const { id: ownerId } = await test.database.mcpOwner.create({ data: owner })
    await publish('com.example/zanzibar', 'Zanzibar', { visibility: 'private', ownerId })
    for (const word of ['zanzibra', 'com.example/zanzibra']) {
      expect((await told(word, AIKO)).join()).toContain('zanzibar')
      expect(await told(word, { ...AIKO, subject: 'eve' })).toEqual([])
      expect(await told(word)).toEqual([])
    }
  })

  it('is told no more when it is called something else', async () => {
    const id = await publish('com.example/office', 'Zanzibar')
    await test.database.mcpServer.update({ where: { id }, data: { title: 'Madagascar' } })
    await index.refresh([id])
    expect(await told('zanzibra')).toEqual([])
    expect(await told('madagasacr')).toEqual(['madagascar'])
  })

  it('is not pieced together from the words of public ones', async () => {
    await publish('com.example/hidden', 'Plan.js', { visibility: 'private' })
    await publish('com.example/seen', 'A plan for js')
    expect(await told('plam.js')).toEqual([])
  })
})

describe('the words of names', () => {
  const kept = async (word: string) => test.database.nameWord.count({ where: { word } })

  it('are kept once, also when documents are written anew', async () => {
    const id = await publish('com.example/office', 'Zanzibar')
    await index.refresh([id])
    await publish('com.example/other', 'Zanzibar')
    expect(await kept('zanzibar')).toBe(1)
  })

  it('do not make one who publishes wait for another who publishes the same', async () => {
    const [one, other] = [
      await create('com.example/one', 'Zanzibar'),
      await create('com.example/other', 'Zanzibar'),
    ]
    await test.database.$transaction(async (transaction) => {
      await refreshSearchDocuments(transaction, [one])
      // Waited for in here: if it had to wait, neither would ever end.
      await index.refresh([other])
    })
    expect(await told('zanzibra')).toEqual(['zanzibar'])
  })

  it('are forgotten when no document has them any more', async () => {
    const id = await publish('com.example/office', 'Zanzibar')
    await publish('com.example/other', 'Madagascar', { visibility: 'private' })
    await test.database.mcpServer.delete({ where: { id } })
    for (let run = 0; run < 100 && (await kept('zanzibar')) > 0; run += 1)
      await pruneNameWords(test.database)
    expect(await kept('zanzibar')).toBe(0)
    expect(await kept('madagascar')).toBe(1)
  })

  it('are not forgotten while somebody publishes one of them', async () => {
    const id = await publish('com.example/office', 'Zanzibar')
    const next = await create('com.example/next', 'Zanzibar')
    await test.database.mcpServer.delete({ where: { id } })
    await test.database.$transaction(async (transaction) => {
      await refreshSearchDocuments(transaction, [next])
      for (let run = 0; run < 20; run += 1) expect(await pruneNameWords(test.database)).toBe(0)
    })
    expect(await told('zanzibra')).toEqual(['zanzibar'])
  })
})
