import { createSafeFetch } from '@toolgraph/safe-fetch'
import { describe, expect, it } from 'vitest'
import { createOutboundCheck } from './create-outbound-check.ts'

const trusted = 'http://localhost:4301'
const [up, gone] = ['https://up.example/', 'https://gone.example/']

function setUp(witnesses: string[]) {
  const asked: string[] = []
  let time = 0
  const check = createOutboundCheck({
    witnesses,
    trustedOrigins: [trusted],
    now: () => new Date(time),
    fetch: createSafeFetch({
      trustedOrigins: [],
      fetch: async (url) => {
        asked.push(url)
        if (url === gone) throw new TypeError('fetch failed')
        return new Response(null, { status: 503 })
      },
    }),
  })
  return { asked, check, pass: (ms: number) => (time += ms) }
}

describe('createOutboundCheck()', () => {
  it('is content with one witness that answers, whatever it says', async () => {
    expect(await setUp([gone, up]).check('https://a.example/mcp')).toBe(true)
    expect(await setUp([gone]).check('https://a.example/mcp')).toBe(false)
  })

  it('asks again only after half a minute', async () => {
    const { asked, check, pass } = setUp([up])
    await check('https://a.example/')
    await check('https://b.example/')
    pass(29_000)
    await check('https://a.example/')
    expect(asked).toHaveLength(1)

    pass(2_000)
    await check('https://a.example/')
    expect(asked).toHaveLength(2)
  })

  it('lets nobody wait for the question of another: each request asks for itself', async () => {
    const { asked, check } = setUp([up])
    await Promise.all([check('https://a.example/'), check('https://b.example/')])

    expect(asked).toHaveLength(2)
  })

  it('needs no internet for a trusted origin, nor without witnesses', async () => {
    const { asked, check } = setUp([gone])

    expect(await check(`${trusted}/mcp`)).toBe(true)
    expect(await setUp([]).check('https://a.example/')).toBe(true)
    expect(asked).toEqual([])
  })
})
