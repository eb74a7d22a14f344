import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { describe, expect, expectTypeOf, it } from 'vitest'
import type { InferTools } from '../client.ts'
import { createToolClient, ToolCallError, type ToolClient } from '../client.ts'
import weather from '../weather.example.ts'

type WeatherTools = InferTools<typeof weather>

const url = 'https://weather.example/mcp'

/** Reaches the worker in process. */
function createTransport(): StreamableHTTPClientTransport {
  return new StreamableHTTPClientTransport(new URL(url), {
    fetch: (input, init) => weather.fetch(new Request(input, init), {}),
  })
}

/** Never called: what stands in it only has to compile, or not to. */
async function typesOf(client: ToolClient<WeatherTools>): Promise<void> {
  expectTypeOf(await client.call('get_weather', { city: 'Oslo' })).toEqualTypeOf<{
    city: string
    celsius: number
  }>()
  // @ts-expect-error: there is no such tool
  await client.call('get_whether', { city: 'Oslo' })
  // @ts-expect-error: there is no such city
  await client.call('get_weather', { city: 'Paris' })
  // @ts-expect-error: the argument is missing
  await client.call('get_weather', {})
  // @ts-expect-error: the answer has no such field
  expectTypeOf((await client.call('get_weather', { city: 'Oslo' })).fahrenheit)
}

describe('createToolClient()', () => {
  it('connects a transport with the newest protocol, calls by the types and returns data', async () => {
    const client = await createToolClient<WeatherTools>(createTransport())
    expect(client.client.getNegotiatedProtocolVersion()).toBe('2026-07-28')
    expect(await client.call('get_weather', { city: 'Kyoto' })).toEqual({
      city: 'Kyoto',
      celsius: 21,
    })
    expect((await client.listTools()).map(({ name }) => name)).toEqual(['get_weather'])
    await client.close()
  })

  it('takes a client that is connected already, of whatever protocol', async () => {
    const connected = new Client({ name: 'test', version: '1.0.0' })
    await connected.connect(createTransport())
    const client = await createToolClient<WeatherTools>(connected)
    expect(client.client).toBe(connected)
    expect(await client.call('get_weather', { city: 'Kyoto' })).toMatchObject({ celsius: 21 })
  })

  it('throws what a tool refuses with its code and words', async () => {
    const client = await createToolClient<WeatherTools>(createTransport())
    const refused = await client.call('get_weather', { city: 'Oslo' }).catch((error) => error)
    expect(refused).toBeInstanceOf(ToolCallError)
    expect(refused).toMatchObject({
      code: 'ERR_NO_DATA',
      message: 'Cannot tell the weather of "Oslo"',
    })
  })

  it('ends a call by the signal of its caller', async () => {
    const client = await createToolClient<WeatherTools>(createTransport())
    const call = client.call('get_weather', { city: 'Kyoto' }, { signal: AbortSignal.abort() })
    await expect(call).rejects.toThrow()
  })

  it('knows the tools by their types', () => {
    expect(typesOf).toBeTypeOf('function')
  })
})
