import { describe, expect, it } from 'vitest'
import { createDnsOverHttps } from './dns-over-https.ts'

const signal = new AbortController().signal

function read(answer: () => Response | Promise<Response>) {
  const asked: string[] = []
  const readDns = createDnsOverHttps('https://dns.test/dns-query?ct=json', async (input) => {
    asked.push(String(input))
    return answer()
  })
  return readDns('acme.com', signal).then((records) => ({ records, asked }))
}

describe('createDnsOverHttps()', () => {
  it('asks for TXT records, and joins the strings of each', async () => {
    const { records, asked } = await read(() =>
      Response.json({
        Status: 0,
        Answer: [
          { name: 'acme.com', type: 5, data: 'alias.acme.com.' },
          { name: 'acme.com', type: 16, data: '"v=MCPv1; k=ed25519; " "p=AAAA"' },
          { name: 'acme.com', type: 16, data: '"a \\"quoted\\" text"' },
          { name: 'acme.com', type: 16, data: 'v=spf1 -all' },
        ],
      }),
    )
    expect(asked).toEqual(['https://dns.test/dns-query?ct=json&name=acme.com&type=TXT'])
    expect(records).toEqual({
      ok: true,
      value: ['v=MCPv1; k=ed25519; p=AAAA', 'a "quoted" text', 'v=spf1 -all'],
    })
  })

  it.each<[string, () => Response]>([
    ['has no such name', () => Response.json({ Status: 3 })],
    ['has no such record', () => Response.json({ Status: 0 })],
  ])('finds nothing where the domain %s', async (_what, answer) => {
    expect((await read(answer)).records).toEqual({ ok: true, value: [] })
  })

  it.each<[string, () => Response]>([
    ['failed to ask', () => Response.json({ Status: 2 })],
    ['refuses', () => Response.json({ Status: 5 })],
    ['is too busy', () => Response.json({ Status: 0, Answer: [] }, { status: 429 })],
    ['is down', () => new Response('gateway', { status: 502 })],
    ['answers a page', () => new Response('<html>')],
    [
      'cannot be reached',
      () => {
        throw new TypeError('fetch failed')
      },
    ],
  ])('knows nothing where the resolver %s', async (_what, answer) => {
    expect((await read(answer)).records).toEqual({ ok: false, failure: 'unreadable' })
  })
})
