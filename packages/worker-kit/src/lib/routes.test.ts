import { Hono } from 'hono'
import * as z from 'zod'
import { describe, expect, it } from 'vitest'
import { callRequest } from '../../test/requests.ts'
import { createMcpWorker } from '../index.ts'

interface Environment {
  town: string
}

const app = new Hono<{ Bindings: Environment }>()
  .get('/', (context) => context.text(`Rooms of ${context.env.town}`))
  .get('/later', (context) => {
    context.executionCtx.waitUntil(Promise.resolve('done'))
    return context.text('soon')
  })
  .all('/mcp', (context) => context.text('never'))

const worker = createMcpWorker<Environment>({
  name: 'test.rooms/routes',
  version: '1.0.0',
  description: 'Tools, and pages beside them',
  url: 'https://rooms.test/mcp',
})
  .mcpTool('ping', z.object({}), () => 'pong', { annotations: { readOnlyHint: true } })
  .routes(app)

const get = (path: string, headers: Record<string, string> = {}) =>
  worker.fetch(new Request(`https://rooms.test${path}`, { headers }), { town: 'Kyoto' })

describe('routes beside the tools', () => {
  it('answer what is not the kit’s own, with the environment of the request', async () => {
    expect(await (await get('/')).text()).toBe('Rooms of Kyoto')
    expect((await get('/nowhere')).status).toBe(404)
  })

  it('never take the place of a tool', async () => {
    const answer = await worker.fetch(callRequest('ping', {}), { town: 'Kyoto' })
    expect(await answer.json()).toMatchObject({ result: { content: [{ text: 'pong' }] } })
  })

  it('let work go on after their answer', async () => {
    const background: Promise<unknown>[] = []
    const ctx = { waitUntil: (promise: Promise<unknown>) => void background.push(promise) }
    await worker.fetch(new Request('https://rooms.test/later'), { town: 'Kyoto' }, ctx)
    expect(await Promise.all(background)).toEqual(['done'])
  })

  it('are not for a name that resolves to this machine and is not its own', async () => {
    expect((await get('/', { host: 'evil.test' })).status).toBe(403)
  })

  it('keep their own headers for pages of other origins', async () => {
    const page = await get('/', { origin: 'https://elsewhere.test' })
    expect(page.headers.get('access-control-allow-origin')).toBeNull()
  })
})
