import { describe, expect, it } from 'vitest'
import { Oddities } from './oddity.ts'
import { readRegistry, recordsOf } from './read-registry.ts'

type Answer = { status?: number; body?: unknown } | Error

/** A registry that answers each request with the next answer, and remembers what it was asked. */
function fake(...answers: Answer[]) {
  const asked: string[] = []
  const waited: number[] = []
  const reader = {
    fetch: (url: URL) => {
      asked.push(url.href)
      const answer = answers.shift() ?? new Error('Nothing more was to be asked')
      if (answer instanceof Error) return Promise.reject(answer)
      const { status = 200, body = '' } = answer
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      return Promise.resolve(new Response(text, { status }))
    },
    wait: (milliseconds: number) => Promise.resolve(void waited.push(milliseconds)),
  }
  return { reader, asked, waited, oddities: new Oddities() }
}

const page = (servers: unknown[], nextCursor?: string): Answer => ({
  body: { servers, metadata: { count: servers.length, ...(nextCursor ? { nextCursor } : {}) } },
})
const BASE = new URL('https://registry.example')

describe('readRegistry()', () => {
  it('reads page after page', async () => {
    const { reader, asked, oddities } = fake(page([1, 2], 'a/b:1 0'), page([3]))
    expect(await readRegistry(reader, BASE, oddities)).toEqual([1, 2, 3])
    expect(asked).toEqual([
      'https://registry.example/v0.1/servers?limit=100',
      'https://registry.example/v0.1/servers?limit=100&cursor=a%2Fb%3A1+0',
    ])
    expect(oddities.list()).toEqual([])
  })

  it.each([
    ['https://r.example/', 'https://r.example/v0.1/servers?limit=100'],
    ['https://r.example/v0', 'https://r.example/v0.1/servers?limit=100'],
    ['https://r.example/sub/v0.1/', 'https://r.example/sub/v0.1/servers?limit=100'],
    ['https://r.example/v0/servers?search=x', 'https://r.example/v0/servers?search=x&limit=100'],
    ['https://r.example/dump.json', 'https://r.example/dump.json'],
  ])('finds the list of %s', async (address, url) => {
    const { reader, asked, oddities } = fake(page([]))
    await readRegistry(reader, new URL(address), oddities)
    expect(asked).toEqual([url])
  })

  it('tries again, waiting longer each time, where that can help', async () => {
    const { reader, waited, oddities } = fake(
      { status: 503 },
      { status: 429 },
      new Error('reset'),
      page([1]),
    )
    expect(await readRegistry(reader, BASE, oddities)).toEqual([1])
    expect(waited).toEqual([1000, 2000, 4000])
  })

  it('fails when the first page cannot be read', async () => {
    const { reader, asked, oddities } = fake({ status: 404 })
    await expect(readRegistry(reader, BASE, oddities)).rejects.toThrow('status 404')
    expect(asked).toHaveLength(1)
  })

  it.each([
    ['page_failed', [page([1], 'a'), { status: 410 }]],
    ['page_failed', [page([1], 'a'), { body: '<html>' }]],
    ['list_unreadable', [page([1], 'a'), { body: { servers: 'none' } }]],
    ['cursor_repeated', [page([1], 'a'), page([], 'a')]],
  ] as [string, Answer[]][])('keeps what it has read and reports: %s', async (kind, answers) => {
    const { reader, oddities } = fake(...answers)
    expect(await readRegistry(reader, BASE, oddities)).toEqual([1])
    expect(oddities.list()).toMatchObject([{ kind }])
  })
})

describe('recordsOf()', () => {
  it('reads a dump or a bare list, and nothing else', () => {
    expect(recordsOf({ servers: [1] })).toEqual([1])
    expect(recordsOf([1])).toEqual([1])
    expect([null, 3, {}, { servers: {} }].map(recordsOf)).toEqual(Array(4).fill(undefined))
  })
})
