import { describe, expect, it } from 'vitest'
import { createTokenReader } from './token-reader.ts'

const ISSUER = 'https://issuer.test'
const RESOURCE = 'https://rooms.test/mcp'

const METADATA = {
  issuer: ISSUER,
  jwks_uri: `${ISSUER}/.well-known/jwks.json`,
  introspection_endpoint: `${ISSUER}/introspect`,
}

/** A reader whose issuer answers with this. */
function readerOf(answer: () => Response) {
  const asked: Request[] = []
  const fetch = async (input: string | URL | Request, init?: RequestInit) => {
    const request = new Request(input, init)
    if (request.url.includes('/.well-known/')) return Response.json(METADATA)
    asked.push(request)
    return answer()
  }
  const options = { issuer: ISSUER, clientId: 'graph', clientSecret: 'a:b c', now: Date.now }
  return { reader: createTokenReader({ ...options, fetch }), asked }
}

const ACTIVE = {
  active: true,
  scope: 'rooms:read',
  client_id: 'agent',
  sub: 'aiko',
  aud: RESOURCE,
  iss: ISSUER,
  exp: 1_900_000_000,
  username: 'not asked for',
}

describe('createTokenReader()', () => {
  it('asks the issuer as itself, and passes on what RFC 7662 names', async () => {
    const { reader, asked } = readerOf(() => Response.json(ACTIVE))
    const { username: _left, ...facts } = ACTIVE
    expect(await reader.read('the-token', RESOURCE)).toEqual(facts)
    const [request] = asked
    expect(request?.headers.get('authorization')).toBe(`Basic ${btoa('graph:a%3Ab%20c')}`)
    expect(await request?.text()).toBe('token=the-token')
  })

  it('says nothing of a token for another resource', async () => {
    const other = { ...ACTIVE, aud: ['https://other.test/mcp'] }
    const { reader } = readerOf(() => Response.json(other))
    expect(await reader.read('the-token', RESOURCE)).toEqual({ active: false })
  })

  it('takes nothing but a sound answer for an answer', async () => {
    for (const answer of [
      () => new Response('no', { status: 500 }),
      () => new Response('<html>'),
      () => Response.json({}),
    ]) {
      const { reader } = readerOf(answer)
      await expect(reader.read('the-token', RESOURCE)).rejects.toMatchObject({
        code: 'ERR_ISSUER_UNAVAILABLE',
        message: expect.not.stringContaining('html'),
      })
    }
  })
})
