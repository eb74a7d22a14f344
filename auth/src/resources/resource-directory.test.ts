import { describe, expect, it } from 'vitest'
import { createResourceDirectory } from './resource-directory.ts'

const uri = 'https://a.example/mcp'
const issuer = 'https://auth.example'
const answer = { resource: uri, name: 'example/a', title: 'A', issuer, scopes: [] }

function createDirectory(respond: () => Response | Promise<Response>) {
  const clock = { now: 0 }
  const asked: string[] = []
  const directory = createResourceDirectory({
    own: [{ uri: 'https://graph.example/mcp', name: 'g', title: 'G', titles: {}, scopes: [] }],
    graphUrl: 'https://graph.example',
    issuer,
    now: () => clock.now,
    fetch: async (input) => {
      asked.push(String(input))
      return respond()
    },
  })
  return { directory, clock, asked }
}

describe('createResourceDirectory()', () => {
  it('asks the registry once a minute', async () => {
    const { directory, clock, asked } = createDirectory(() => Response.json(answer))
    await directory.find(uri)
    clock.now = 59_999
    expect(await directory.find(uri)).toMatchObject({ found: true, resource: { uri, title: 'A' } })
    expect(asked).toEqual([
      'https://graph.example/registry/resources?uri=https%3A%2F%2Fa.example%2Fmcp',
    ])
    clock.now = 60_000
    await directory.find(uri)
    expect(asked).toHaveLength(2)
  })

  it('asks nobody about its own, nor about what is no address', async () => {
    const { directory, asked } = createDirectory(() => Response.json(answer))
    expect(await directory.find('https://graph.example/mcp/')).toMatchObject({ found: true })
    expect(await directory.find('nonsense')).toEqual({ found: false, reason: 'unknown' })
    expect(asked).toEqual([])
  })

  it('finds a server that was just published at the next try', async () => {
    let isPublished = false
    const { directory, clock } = createDirectory(() =>
      isPublished ? Response.json(answer) : new Response('', { status: 404 }),
    )
    expect(await directory.find(uri)).toEqual({ found: false, reason: 'unknown' })
    isPublished = true
    clock.now = 2_000
    expect(await directory.find(uri)).toMatchObject({ found: true })
  })

  it('keeps no failure', async () => {
    let isDown = true
    const { directory } = createDirectory(() =>
      isDown ? Promise.reject(new Error('down')) : Response.json(answer),
    )
    expect(await directory.find(uri)).toEqual({ found: false, reason: 'unavailable' })
    isDown = false
    expect(await directory.find(uri)).toMatchObject({ found: true })
  })

  it.each([
    ['another issuer', { ...answer, issuer: 'https://auth.example.evil' }],
    ['no issuer', { ...answer, issuer: null }],
    ['another resource', { ...answer, resource: 'https://b.example/mcp' }],
  ])('does not know a server with %s', async (_name, body) => {
    const { directory } = createDirectory(() => Response.json(body))
    expect(await directory.find(uri)).toEqual({ found: false, reason: 'unknown' })
  })
})
