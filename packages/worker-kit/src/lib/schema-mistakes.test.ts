import * as z from 'zod'
import { describe, expect, it } from 'vitest'
import { createMcpWorker } from '../index.ts'
import { createTestClient } from '../testing.ts'

const annotations = { readOnlyHint: true } as const
const server = {
  name: 'test.rooms/mistakes',
  version: '1.0.0',
  description: 'Rooms',
  url: 'https://rooms.test/mcp',
}

/** As plain JavaScript does it, which no compiler has read. */
function addTool(input: unknown, output?: unknown) {
  const definition = { name: 'book', input, output, annotations, run: () => ({}) }
  return createMcpWorker(server).mcpTool(definition as never)
}

describe('a schema that JSON cannot say', () => {
  it.each([
    ['when', z.object({ when: z.date() }), /z\.iso\.datetime\(\)/],
    ['stay.from', z.object({ stay: z.object({ from: z.coerce.date() }) }), /z\.iso\.datetime\(\)/],
    ['stays', z.object({ stays: z.array(z.date()) }), /z\.iso\.datetime\(\)/],
    ['count', z.object({ count: z.bigint() }), /z\.int\(\)/],
    ['names', z.object({ names: z.set(z.string()) }), /z\.array/],
    ['prices', z.object({ prices: z.map(z.string(), z.number()) }), /z\.record/],
    ['at', z.object({ at: z.instanceof(URL) }), /custom/],
  ])('is refused with its tool, its field "%s" and the way out', (field, schema, wayOut) => {
    for (const add of [() => addTool(schema), () => addTool(z.object({}), schema)]) {
      expect(add).toThrow(TypeError)
      expect(add).toThrow(/of tool "book"/)
      expect(add).toThrow(`"${field}"`)
      expect(add).toThrow(wayOut)
    }
  })

  it('is refused where an output is transformed into nobody knows what', () => {
    const output = z.object({ length: z.string().transform((text) => text.length) })
    expect(() => addTool(z.object({}), output)).toThrow(
      /The output of tool "book".*"length".*\.pipe\(/,
    )
  })
})

describe('a schema that is no z.object', () => {
  it.each([
    ['a union', z.union([z.object({ a: z.string() }), z.object({ b: z.string() })])],
    ['a list', z.array(z.string())],
    ['a transformed object', z.object({}).transform(() => 1)],
    ['bare fields', { room: z.string() }],
    ['a JSON Schema', { type: 'object' }],
    ['a function', () => 'x'],
  ])('is refused in words: %s', (_case, schema) => {
    expect(() => addTool(schema)).toThrow(/^The input of tool "book" must be z\.object\(/)
    expect(() => addTool(z.object({}), schema)).toThrow(
      /^The output of tool "book" must be z\.object\(/,
    )
  })

  it('is refused as the environment', () => {
    const env = { API_KEY: 'string' }
    expect(() => createMcpWorker({ ...server, env } as never)).toThrow(
      /^The environment must be z\.object\(/,
    )
  })
})

describe('a check that waits', () => {
  it('is a fault that says where it belongs', async () => {
    const errors: unknown[] = []
    const log = { info() {}, warn() {}, error: (_m: string, f?: object) => errors.push(f) }
    const input = z.object({ room: z.string().refine(async () => true) })
    const worker = createMcpWorker({ ...server, log }).mcpTool('book', input, () => 'booked', {
      annotations,
    })
    const client = await createTestClient(worker, { env: undefined })
    await expect(client.call('book', { room: 'a' })).rejects.toThrow(/Something went wrong/)
    expect(errors).toMatchObject([{ error: { message: expect.stringMatching(/in the handler/) } }])
  })
})

describe('a prompt and a template', () => {
  it('take text that the schema makes a date of', async () => {
    const day = z.object({ day: z.coerce.date() })
    const worker = createMcpWorker(server)
      .mcpPrompt('plan', day, ({ day: at }) => `Plan ${at.getUTCFullYear()}`)
      .mcpResource('day', 'rooms://days/{day}', ({ day: at }) => at.toISOString(), {
        variables: day,
      })
    const { client } = await createTestClient(worker, { env: undefined })
    const plan = await client.getPrompt({ name: 'plan', arguments: { day: '2026-12-01' } })
    expect(plan).toMatchObject({ messages: [{ content: { text: 'Plan 2026' } }] })
    const read = await client.readResource({ uri: 'rooms://days/2026-12-01' })
    expect(read).toMatchObject({ contents: [{ text: '2026-12-01T00:00:00.000Z' }] })
  })
})
