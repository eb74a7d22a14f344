import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestGraph, manifest, tool, type TestGraph } from './graph-fixture.ts'

let graph: TestGraph
beforeAll(async () => {
  graph = await createTestGraph()
  const tools = ['room', 'desk', 'lamp'].map((thing) =>
    tool(`reserve_${thing}`, { description: `Reserves a ${thing} for a meeting` }),
  )
  await publish('office', { tools, categories: ['travel'] })
  await publish('hotel', {
    tools: [tool('reserve_room', { description: 'Reserves a hotel room' })],
  })
  await publish('secret', { tools, visibility: 'private' })
})
afterAll(() => graph.close())

async function publish(name: string, other: object): Promise<void> {
  const body = manifest(name, other)
  expect((await graph.rest('POST', '/registry/servers', { body, as: 'owner' })).status).toBe(201)
}

interface Found {
  name: string
  server: { name: string }
}

const search = (query: string, as?: string) => graph.rest('GET', `/search/tools?${query}`, { as })
const namesOf = (tools: Found[]) => tools.map(({ name, server }) => `${server.name} ${name}`)

describe('a search for tools over REST', () => {
  it('gives each tool with its schema and its server', async () => {
    const { status, body } = await search('q=reserve+a+desk&limit=1')
    expect(status).toBe(200)
    expect(body.tools).toEqual([
      expect.objectContaining({
        name: 'reserve_desk',
        inputSchema: expect.objectContaining({ required: ['what'] }),
        server: expect.objectContaining({
          name: 'com.example/office',
          url: 'https://office.example/mcp',
          needsSignIn: true,
        }),
      }),
    ])
    expect(body.tools[0]).not.toHaveProperty('why')
  })

  it('is read to its end by the cursor alone, no tool twice', async () => {
    const read = async (query: string): Promise<string[]> => {
      const { body } = await search(query)
      expect(body.totalCount).toBe(4)
      const rest = body.nextCursor ? await read(`limit=1&cursor=${body.nextCursor}`) : []
      return [...namesOf(body.tools), ...rest]
    }
    const names = await read('q=reserve&limit=1')
    expect(names).toHaveLength(4)
    expect(new Set(names).size).toBe(4)
    expect(namesOf((await search('q=reserve')).body.tools)).toEqual(names)
  })

  it('says why on request', async () => {
    const { body } = await search('q=reserve+lamp&limit=1&why=true')
    expect(body.tools[0].why).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ words: expect.arrayContaining(['lamp']) }),
      ]),
    )
  })

  it('looks only at servers that the filter leaves, and at those that the caller may see', async () => {
    const { body } = await search('q=reserve&category=travel')
    expect(namesOf(body.tools)).toHaveLength(3)
    const secret = 'com.example/secret reserve_lamp'
    expect(namesOf((await search('q=reserve')).body.tools)).not.toContain(secret)
    expect(namesOf((await search('q=reserve', 'owner')).body.tools)).toContain(secret)
  })

  it('finds none without a wish', async () => {
    expect((await search('')).body).toMatchObject({ totalCount: 0, tools: [] })
  })

  it.each([
    ['a page of none', 'q=reserve&limit=0', 422, 'ERR_INPUT_INVALID'],
    ['a word that no query has', 'q=reserve&server=x', 422, 'ERR_INPUT_INVALID'],
    ['a cursor that is none', 'cursor=x', 400, 'ERR_CURSOR_INVALID'],
  ])('refuses %s', async (_what, query, status, code) => {
    expect(await search(query)).toMatchObject({ status, body: { status, code } })
  })

  it('refuses the cursor of a search for servers', async () => {
    const { body } = await graph.rest('GET', '/search?q=reserve&limit=1')
    expect(await search(`cursor=${body.nextCursor}`)).toMatchObject({
      body: { code: 'ERR_CURSOR_INVALID' },
    })
  })
})
