import { createMcpWorker, definePrompt, defineResource } from '@toolgraph/worker'
import * as z from 'zod'

const plants: Readonly<Record<string, string>> = {
  basil: 'Water every day. Sow in April.',
  maple: 'Water once a week. Prune in February.',
  mint: 'Water every day. Keep it in a pot.',
}

const plant = defineResource({
  name: 'plant',
  uri: 'garden://plants/{plant}',
  title: 'A plant',
  description: 'How to care for one plant of the garden.',
  variables: z.object({ plant: z.string() }),
  // Without a value there is nothing at that address, and the caller learns it.
  read: ({ plant }) => plants[plant],
  complete: { plant: (typed) => Object.keys(plants).filter((name) => name.startsWith(typed)) },
  translations: { ja: { title: '植物' } },
})

const planMonth = definePrompt({
  name: 'plan_month',
  title: 'Plan a month',
  description: 'Plans the work of a month in the garden.',
  input: z.object({
    month: z.enum(['February', 'April']).meta({ description: 'The month to plan' }),
    hours: z.coerce.number().int().min(1).default(4).meta({ description: 'Hours a week' }),
  }),
  run: ({ month, hours }) => ({
    messages: [
      { role: 'user', content: `Plan ${month} in my garden, with ${hours} hours a week.` },
      {
        role: 'user',
        content: {
          type: 'resource',
          resource: { uri: 'garden://plants', text: JSON.stringify(plants) },
        },
      },
    ],
  }),
  translations: { ja: { title: '一か月の計画', fields: { month: { title: '月' } } } },
})

export default createMcpWorker({
  name: 'com.example/garden',
  version: '1.0.0',
  description: 'Care for the plants of a garden',
  url: 'https://garden.example/mcp',
})
  .mcpResource('plants', 'garden://plants', () => plants, { title: 'All plants' })
  .mcpResource(plant)
  .mcpPrompt(planMonth)
