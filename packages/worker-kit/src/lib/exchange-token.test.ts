import { describe, expect, it } from 'vitest'
import { exchangeToken } from '../index.ts'

const issuer = 'https://issuer.test'
const resource = 'https://shop.test/mcp'
const CONSENT = `${issuer}/delegation?client_id=order`

/** Exchanges at an issuer that gives one answer. */
async function exchangeFor(status: number, answer: unknown) {
  const heard: { authorization: string | null; form: Record<string, string> }[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    if (request.url.includes('/.well-known/'))
      return Response.json({ issuer, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/k` })
    const authorization = request.headers.get('authorization')
    const form = Object.fromEntries(new URLSearchParams(await request.text()))
    heard.push({ authorization, form })
    return Response.json(answer, { status })
  }
  const account = { issuer, clientId: 'order', clientSecret: 'a secret', fetch }
  const wish = { subjectToken: 'the sent token', resource, scope: 'shop:read shop:write' }
  const token = await exchangeToken({ ...account, ...wish }).catch((error: unknown) => error)
  return { token, heard }
}

describe('exchangeToken()', () => {
  it('asks for a token of the other server alone, as the server that it is (RFC 8693 §2.1)', async () => {
    const given = { access_token: 'another token', token_type: 'Bearer', expires_in: 600 }
    const { token, heard } = await exchangeFor(200, given)
    expect(token).toBe('another token')
    expect(heard).toEqual([
      {
        authorization: `Basic ${btoa('order:a+secret')}`,
        form: {
          grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
          subject_token: 'the sent token',
          subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
          resource,
          scope: 'shop:read shop:write',
        },
      },
    ])
  })

  it('says where consent is given, to people and to programs', async () => {
    const { token } = await exchangeFor(400, { error: 'consent_required', consent_uri: CONSENT })
    expect(token).toMatchObject({
      code: 'ERR_CONSENT_REQUIRED',
      message: `Cannot act for you at "${resource}": you have not allowed it yet; open ${CONSENT} to allow it, and try again`,
      details: { consent_uri: CONSENT },
    })
  })

  it.each([
    ['at another address', { error: 'consent_required', consent_uri: 'https://evil.test/allow' }],
    ['that is no address', { error: 'consent_required', consent_uri: 'allow' }],
    ['that is a program', { error: 'consent_required', consent_uri: 'javascript:alert(1)' }],
  ])('sends nobody to a consent %s', async (_case, answer) => {
    const { token } = await exchangeFor(400, answer)
    expect(token).toBeInstanceOf(Error)
    expect(token).not.toHaveProperty('code')
    expect(String(token)).toBe(`Error: The issuer gives no token for "${resource}"`)
  })

  it('tells a person whose token was revoked to sign in again', async () => {
    const { token } = await exchangeFor(400, { error: 'invalid_request' })
    expect(token).toMatchObject({ code: 'ERR_SIGN_IN_ENDED' })
  })

  it.each([
    ['a refusal of the server itself', 401, { error: 'invalid_client' }],
    ['an answer without a token', 200, { token_type: 'Bearer' }],
  ])('takes %s as a fault, whose words stay inside', async (_case, status, answer) => {
    const { token } = await exchangeFor(status, answer)
    expect(String(token)).toBe(`Error: The issuer gives no token for "${resource}"`)
    expect(token).toMatchObject({ cause: answer })
  })

  it('says that an issuer cannot be reached', async () => {
    const { token } = await exchangeFor(503, {})
    expect(token).toMatchObject({ code: 'ERR_UNREACHABLE' })
  })
})
