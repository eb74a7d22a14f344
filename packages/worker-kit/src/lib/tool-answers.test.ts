import * as z from 'zod'
import { describe, expect, it } from 'vitest'
import { createMcpWorker } from '../index.ts'
import { createTestClient } from '../testing.ts'

const annotations = { readOnlyHint: true } as const

/** Calls a tool that returns this, and tells what came and what was logged. */
async function callOne(returned: unknown) {
  const faults: { error: unknown; tool: unknown }[] = []
  const log = {
    info() {},
    warn() {},
    error: (_message: string, { error, tool }: Record<string, unknown> = {}) =>
      faults.push({ error, tool }),
  }
  const worker = createMcpWorker({
    name: 'test.rooms/answers',
    version: '1.0.0',
    description: 'Rooms',
    url: 'https://rooms.test/mcp',
    log,
    // What plain JavaScript may return, no compiler has read.
  }).mcpTool('answer', z.object({}), () => returned as never, { annotations })
  const { client } = await createTestClient(worker, { env: undefined })
  return { result: await client.callTool({ name: 'answer' }), faults }
}

describe('a tool without an output schema', () => {
  it.each([
    ['texts under the name "content"', { title: 'A', content: ['a', 'b'] }],
    ['an empty list under the name "content"', { title: 'A', content: [] }],
    ['numbers under the name "content"', { content: [1, 2] }],
  ])('answers with data that has %s', async (_case, data) => {
    const { result } = await callOne(data)
    expect(result).toMatchObject({ structuredContent: data })
    expect(result.isError).toBeUndefined()
  })

  it('answers with no blocks at all', async () => {
    const { result } = await callOne({ content: [] })
    expect(result).toMatchObject({ content: [] })
    expect(result).not.toHaveProperty('structuredContent')
  })

  const blocks = [{ type: 'text', text: 'No room is left' }]
  it.each([
    ['isError', /throw a ToolError/],
    ['structuredContent', /return the data alone/],
    ['_meta', /"_meta"/],
  ])('fails where its content has "%s" beside it, and says what to do', async (key, wayOut) => {
    const { result, faults } = await callOne({ content: blocks, [key]: true })
    expect(result).toMatchObject({ isError: true })
    expect(faults).toMatchObject([
      { error: { message: expect.stringMatching(wayOut) }, tool: 'answer' },
    ])
  })

  it.each([
    ['a Response', new Response('x')],
    ['a Map', new Map([['a', 1]])],
    ['a Set', new Set([1])],
  ])('fails for %s, of which JSON would say nothing', async (_case, returned) => {
    const { result, faults } = await callOne(returned)
    expect(result).toMatchObject({ isError: true })
    expect(faults).toMatchObject([
      { error: { message: expect.stringMatching(/Response|Map|Set/) }, tool: 'answer' },
    ])
  })

  it.each([undefined, null, 3, [1], () => 1])('fails for %s', async (returned) => {
    const { faults } = await callOne(returned)
    expect(faults).toMatchObject([
      {
        error: { message: '"answer" broke its output: must be text, an object or content blocks' },
      },
    ])
  })
})
