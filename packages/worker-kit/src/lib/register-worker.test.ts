import { describe, expect, it } from 'vitest'
import { createRoomsWorker, env } from '../../test/rooms-worker.ts'
import { registerWorker } from '../index.ts'

const manifest = createRoomsWorker({ fetch }).manifest(env)
const issuer = 'https://issuer.test'
const metadata = {
  issuer,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/jwks`,
}

interface Heard {
  url: string
  authorization: string | null
  body: string
}

/** An issuer and a graph; each entry of `answers` is the graph's next answer. */
function createWorld(answers: (number | 'down')[], tokenStatus = 200) {
  const heard: Heard[] = []
  const pauses: number[] = []
  const lines: string[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    if (request.url.includes('/.well-known/')) return Response.json(metadata)
    const authorization = request.headers.get('authorization')
    heard.push({ url: request.url, authorization, body: await request.text() })
    if (request.url === metadata.token_endpoint) {
      const token = { access_token: 'token-1', token_type: 'Bearer', expires_in: 600 }
      return Response.json(tokenStatus === 200 ? token : { error: 'invalid_client' }, {
        status: tokenStatus,
      })
    }
    const status = answers.shift() ?? 500
    if (status === 'down') throw new TypeError('fetch failed')
    return Response.json(status < 300 ? { id: 'srv_1' } : { detail: 'no' }, { status })
  }
  const stop = new AbortController()
  const register = () =>
    registerWorker({
      manifest,
      graphUrl: 'https://graph.test',
      issuer,
      clientId: 'rooms',
      clientSecret: 'a secret & more',
      resource: 'https://graph.test/mcp',
      scope: 'servers:write',
      signal: stop.signal,
      fetch,
      log: {
        info: (line) => void lines.push(line),
        warn: (line) => void lines.push(line),
        error: (line) => void lines.push(line),
      },
      wait: async (milliseconds) => {
        pauses.push(milliseconds)
        if (pauses.length > 100) stop.abort()
      },
    })
  return { heard, pauses, lines, stop, register }
}

describe('registerWorker()', () => {
  it('gets a token for the graph, and publishes the manifest with it', async () => {
    const { heard, lines, register } = createWorld([201])
    expect(await register()).toEqual({ id: 'srv_1', isNew: true })
    expect(heard[0]).toEqual({
      url: 'https://issuer.test/token',
      authorization: `Basic ${btoa('rooms:a+secret+%26+more')}`,
      body: 'grant_type=client_credentials&resource=https%3A%2F%2Fgraph.test%2Fmcp&scope=servers%3Awrite',
    })
    expect(heard[1]).toMatchObject({
      url: 'https://graph.test/registry/servers',
      authorization: 'Bearer token-1',
    })
    expect(JSON.parse(heard[1]?.body ?? '')).toEqual(manifest)
    expect(lines).toEqual(['Published "test.rooms/rooms" at https://graph.test'])
  })

  it('waits for a graph that is not there yet, ever longer', async () => {
    const { pauses, register } = createWorld([
      ...Array.from({ length: 9 }, () => 'down' as const),
      503,
      200,
    ])
    expect(await register()).toEqual({ id: 'srv_1', isNew: false })
    expect(pauses).toEqual([250, 500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000])
  })

  it('gives up on a graph that refuses, and says so once', async () => {
    const { lines, pauses, register } = createWorld([403, 403, 403, 403, 403])
    expect(await register()).toBeUndefined()
    expect(pauses).toHaveLength(4)
    expect(lines).toEqual(['Cannot publish "test.rooms/rooms" at https://graph.test: giving up'])
  })

  it('gives up on an issuer that does not know it', async () => {
    const { heard, register } = createWorld([], 401)
    expect(await register()).toBeUndefined()
    expect(heard.every((request) => request.url === metadata.token_endpoint)).toBe(true)
  })

  it('ends when its worker stops', async () => {
    const { stop, heard, register } = createWorld(['down'])
    stop.abort()
    expect(await register()).toBeUndefined()
    expect(heard).toEqual([])
  })
})
