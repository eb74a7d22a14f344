import { createMcpWorker, getUser } from '@toolgraph/worker'
import * as z from 'zod'

export default createMcpWorker({
  name: 'com.example/my-server',
  version: '0.1.0',
  title: 'My server',
  description: 'Rolls dice, and greets people by their name',
  // Both stand in wrangler.jsonc; `npm run dev` points them at this machine.
  env: z.object({ PUBLIC_URL: z.url(), ISSUER_URL: z.url() }),
  url: (env) => `${env.PUBLIC_URL}/mcp`,
  issuer: (env) => env.ISSUER_URL,
  scopes: {
    'greeting:read': { en: 'Greet you by your name', ja: 'あなたの名前で挨拶する' },
  },
  translations: { ja: { title: '私のサーバー', description: 'サイコロを振り、名前で挨拶する' } },
})
  .mcpTool(
    'roll_die',
    z.object({ sides: z.int().min(2).max(100).default(6).describe('How many sides it has') }),
    ({ sides }) => ({ value: 1 + Math.floor(Math.random() * sides) }),
    {
      title: 'Roll a die',
      description: 'Rolls one die and tells the value. Anybody may call it.',
      output: z.object({ value: z.int().describe('What it shows') }),
      annotations: { readOnlyHint: true, openWorldHint: false },
      translations: { ja: { title: 'サイコロを振る', description: 'サイコロを一つ振る' } },
    },
  )
  .mcpTool(
    'greet_me',
    z.object({}),
    (_args, context) => ({ greeting: `Hello, ${getUser(context).name ?? 'you'}` }),
    {
      title: 'Greet me',
      description: 'Greets the signed-in person by name.',
      output: z.object({ greeting: z.string().describe('The words') }),
      scopes: ['greeting:read'],
      annotations: { readOnlyHint: true, openWorldHint: false },
      translations: { ja: { title: '挨拶する', description: 'ログイン中の人に名前で挨拶する' } },
    },
  )
