import { createMcpWorker } from '@toolgraph/worker'
import { Hono } from 'hono'
import * as z from 'zod'

interface Environment {
  PUBLIC_URL: string
}

const app = new Hono<{ Bindings: Environment }>()
  .get('/', (context) => context.text(`For agents: ${context.env.PUBLIC_URL}/mcp`))
  .get('/stations/:city', (context) => context.json({ city: context.req.param('city') }))

export default createMcpWorker<Environment>({
  name: 'com.example/weather-with-page',
  version: '1.0.0',
  description: 'Weather of a few cities, and a page about it',
  url: (env) => `${env.PUBLIC_URL}/mcp`,
})
  .mcpTool('get_weather', z.object({ city: z.string() }), ({ city }) => ({ city, celsius: 21 }), {
    output: z.object({ city: z.string(), celsius: z.number() }),
    annotations: { readOnlyHint: true },
  })
  .routes(app)
