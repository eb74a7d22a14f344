import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callRequest, legacyCallRequest, readMessage } from '../test/requests.ts'
import { ORIGIN, RESOURCE, serveOnWorkerd, type Served } from '../test/resource-server/served.ts'

const url = RESOURCE

let served: Served

beforeAll(async () => void (served = await serveOnWorkerd()))
afterAll(() => served?.stop())

describe('in workerd', () => {
  it.each([
    ['2026-07-28', callRequest],
    ['2025-11-25', legacyCallRequest],
  ])('a tool answers, %s', async (_version, request) => {
    const response = await served.send(request('sum', { a: 1, b: 2 }, { url }))
    expect(await readMessage(response)).toMatchObject({ result: { structuredContent: { sum: 3 } } })
  })

  it('the official client lists, calls and is asked', async () => {
    const client = new Client(
      { name: 'test', version: '1.0.0' },
      {
        capabilities: { elicitation: { form: {} } },
        versionNegotiation: { mode: { pin: '2026-07-28' } },
      },
    )
    client.setRequestHandler('elicitation/create', async () => ({
      action: 'accept',
      content: { kind: 'sencha' },
    }))
    await client.connect(
      new StreamableHTTPClientTransport(new URL(url), {
        fetch: (input, init) => served.send(new Request(input, init)),
      }),
    )
    expect((await client.listTools()).tools).toHaveLength(4)
    expect(await client.callTool({ name: 'order_tea', arguments: {} })).toMatchObject({
      content: [{ text: 'sencha' }],
    })
  })

  it('the server card is served', async () => {
    const card = await served.send(new Request(`${ORIGIN}/mcp/server-card`))
    expect(await card.json()).toMatchObject({ name: 'test.rooms/guarded' })
  })
})
