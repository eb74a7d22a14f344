import { beforeEach, describe, expect, it } from 'vitest'
import type { Hono } from 'hono'
import { createCallLog } from './call-log.ts'
import { createDevApp } from './dev-app.ts'

const ORIGIN = 'http://localhost:8788'

let app: Hono
let tokens: (string | null)[]

beforeEach(async () => {
  tokens = []
  app = await createDevApp({
    origin: ORIGIN,
    resource: 'http://localhost:8787/mcp',
    readManifest: () => Promise.reject(new Error('Cannot import "src/worker.ts": no')),
    calls: createCallLog(),
    refused: () => {},
    fetch: async (_input, init) => {
      tokens.push(new Headers(init?.headers).get('authorization'))
      return new Response('{}')
    },
    now: () => 0,
  })
})

const call = (headers: Record<string, string>, person = 'aiko') =>
  app.request(`${ORIGIN}/inspector/call`, {
    method: 'POST',
    headers: { host: 'localhost:8788', 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ tool: 'x', args: {}, person, scopes: [] }),
  })

describe('the dev server', () => {
  it('acts for a person only when its own page asks', async () => {
    expect((await call({ origin: 'https://evil.example' })).status).toBe(403)
    expect((await call({})).status).toBe(403)
    expect(tokens).toEqual([])
    expect((await call({ origin: ORIGIN })).status).toBe(200)
    expect(tokens).toEqual([expect.stringMatching(/^Bearer eyJ/)])
  })

  it('sends no token for nobody, and none back to the page', async () => {
    const answer = await call({ origin: ORIGIN }, '')
    expect(tokens).toEqual([null])
    expect(await (await call({ origin: ORIGIN })).text()).not.toContain('eyJ')
    expect(answer.status).toBe(200)
  })

  it('answers to no other name, so that no page can have its own name point here', async () => {
    for (const path of ['/', '/inspector/calls', '/token', '/.well-known/jwks.json']) {
      const answer = await app.request(`${ORIGIN}${path}`, { headers: { host: 'evil.example' } })
      expect(answer.status).toBe(421)
    }
  })

  it('hands the mistake in the author’s file to the page', async () => {
    const headers = { host: 'localhost:8788' }
    const answer = await app.request(`${ORIGIN}/inspector/manifest`, { headers })
    expect(answer.status).toBe(500)
    expect(await answer.json()).toEqual({ error: 'Cannot import "src/worker.ts": no' })
  })
})
