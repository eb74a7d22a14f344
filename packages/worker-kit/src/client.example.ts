import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { createToolClient, type InferTools } from '@toolgraph/worker/client'
// A type only: nothing of the server comes into the client.
import type weather from './routes.example.ts'

/** Says how warm it is, as the server at this address knows it. */
export async function sayTemperature(url: string): Promise<string> {
  const transport = new StreamableHTTPClientTransport(new URL(url))
  const client = await createToolClient<InferTools<typeof weather>>(transport)
  try {
    const { city, celsius } = await client.call('get_weather', { city: 'Kyoto' })
    return `${city}: ${celsius.toFixed(1)} °C`
  } finally {
    await client.close()
  }
}
