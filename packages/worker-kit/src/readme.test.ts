import { readFileSync } from 'node:fs'
import { Hono } from 'hono'
import { expect, it } from 'vitest'
import { createMcpWorker } from './index.ts'

it('the page beside the tools of README.md answers', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const [, code = ''] = /## Pages beside the tools\n\n```ts\n(.*?)```/s.exec(readme) ?? []
  const body = code.replaceAll(/^import .*$/gm, '').replace('export default', 'return')
  const worker = new Function('createMcpWorker', 'Hono', body)(createMcpWorker, Hono)
  const page = await worker.fetch(new Request('https://weather.example/'), {})
  expect(await page.text()).toBe('The weather, for agents')
})
