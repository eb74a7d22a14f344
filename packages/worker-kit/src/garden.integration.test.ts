import path from 'node:path'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestHarness } from 'wrangler'

const root = path.join(import.meta.dirname, '../test/garden')
const harness = createTestHarness({ root, workers: [{ configPath: './wrangler.jsonc' }] })

beforeAll(() => harness.listen())
afterAll(() => harness.close())

describe.each([{ pin: '2026-07-28' }, 'legacy'] as const)('the garden in workerd, %o', (mode) => {
  it('is read, suggested and planned', async () => {
    const info = { name: 'test', version: '1.0.0' }
    const client = new Client(info, { versionNegotiation: { mode } })
    await client.connect(
      new StreamableHTTPClientTransport(new URL('https://garden.example/mcp'), {
        fetch: (input, init) => send(new Request(input, init)),
      }),
    )
    const { contents } = await client.readResource({ uri: 'garden://plants/mint' })
    expect(contents).toMatchObject([{ text: 'Water every day. Keep it in a pot.' }])

    const ref = { type: 'ref/resource', uri: 'garden://plants/{plant}' } as const
    const { completion } = await client.complete({ ref, argument: { name: 'plant', value: 'ma' } })
    expect(completion.values).toEqual(['maple'])

    const asked = { name: 'plan_month', arguments: { month: 'April' } }
    expect((await client.getPrompt(asked)).messages).toHaveLength(2)
    await client.close()
  })
})

async function send(request: Request): Promise<Response> {
  const { method, url } = request
  const body = method === 'GET' ? {} : { body: await request.text() }
  const answer = await harness.fetch(url, {
    method,
    headers: Object.fromEntries(request.headers),
    ...body,
  })
  return new Response(await answer.text(), {
    status: answer.status,
    headers: Object.fromEntries(answer.headers),
  })
}
