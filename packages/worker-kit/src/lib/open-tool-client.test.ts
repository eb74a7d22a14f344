import { expect, it } from 'vitest'
import { openToolClient, type InferTools } from '../client.ts'
import weather from '../weather.example.ts'

it('openToolClient() calls the server at an address, with a token in every request', async () => {
  const sent: (string | null)[] = []
  const client = await openToolClient<InferTools<typeof weather>>('https://weather.example/mcp', {
    token: 'a-token',
    fetch: (input, init) => {
      const request = new Request(input, init)
      sent.push(request.headers.get('authorization'))
      return weather.fetch(request, {})
    },
  })
  expect(await client.call('get_weather', { city: 'Kyoto' })).toMatchObject({ celsius: 21 })
  await client.close()
  expect(new Set(sent)).toEqual(new Set(['Bearer a-token']))
})
