import { createMcpWorker, ToolError } from '@toolgraph/worker'
import * as z from 'zod'

export default createMcpWorker({
  name: 'com.example/weather',
  version: '1.0.0',
  description: 'Weather of a few cities',
  url: 'https://weather.example/mcp',
}).mcpTool(
  'get_weather',
  z.object({ city: z.enum(['Kyoto', 'Oslo']).describe('One of the cities') }),
  ({ city }) => {
    if (city === 'Oslo') throw new ToolError('ERR_NO_DATA', 'Cannot tell the weather of "Oslo"')
    return { city, celsius: 21 }
  },
  {
    description: 'Tells the weather of a city now.',
    output: z.object({ city: z.string(), celsius: z.number() }),
    annotations: { readOnlyHint: true, openWorldHint: false },
  },
)
