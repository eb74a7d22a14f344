import { createTestDatabase } from '@toolgraph/testing'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  basic,
  BOOKING,
  createBrowser,
  createTestIssuer,
  GRAPH,
  introspect,
  ISSUER,
  obtainCode,
  postForm,
  redeem,
  refresh,
  type TestIssuer,
} from './issuer-harness.ts'

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await createTestIssuer(await createTestDatabase('auth'))
})
afterAll(() => issuer.close())

const newCode = () => obtainCode(createBrowser(issuer))
const newTokens = async () => (await redeem(issuer, await newCode())).json

describe('redeeming a code', () => {
  it.each([
    ['without a client', { client_id: undefined }, 'invalid_client'],
    ['as an unknown client', { client_id: 'nobody' }, 'invalid_client'],
    ['with a secret that the client does not have', { client_secret: 'x' }, 'invalid_client'],
    ['without a code', { code: undefined }, 'invalid_request'],
  ])('is refused %s, and the code is not spent', async (_name, form, error) => {
    const code = await newCode()
    const { status, json } = await redeem(issuer, code, form)
    expect(status).toBe(error === 'invalid_client' ? 401 : 400)
    expect(json['error']).toBe(error)
    expect((await redeem(issuer, code)).status).toBe(200)
  })

  it('is refused after a minute', async () => {
    const own = await createTestIssuer(await createTestDatabase('auth'))
    const code = await obtainCode(createBrowser(own))
    own.clock.now += 61_000
    expect((await redeem(own, code)).json['error']).toBe('invalid_grant')
    await own.close()
  })

  it('gives a token for the issuer alone where no resource was named', async () => {
    const code = await obtainCode(createBrowser(issuer), { resource: undefined, scope: undefined })
    const { json } = await redeem(issuer, code)
    expect(json).not.toHaveProperty('scope')
    expect(decodeJwt(String(json['access_token']))).toMatchObject({ aud: ISSUER, scope: '' })
  })
})

describe('refreshing', () => {
  it('gives the same successor again to a client that lost the answer, for ten seconds', async () => {
    const own = await createTestIssuer(await createTestDatabase('auth'))
    const { json } = await redeem(own, await obtainCode(createBrowser(own)))
    const lost = await refresh(own, json['refresh_token'])
    own.clock.now += 9_000
    const again = await refresh(own, json['refresh_token'])
    expect(again.status).toBe(200)
    expect(again.json['refresh_token']).toBe(lost.json['refresh_token'])

    own.clock.now += 2_000
    expect((await refresh(own, json['refresh_token'])).json['error']).toBe('invalid_grant')
    expect((await refresh(own, lost.json['refresh_token'])).json['error']).toBe('invalid_grant')
    await own.close()
  })

  it.each([
    ['for more scopes', { scope: 'booking:read booking:write' }, 'invalid_scope'],
    ['for a malformed scope', { scope: '"' }, 'invalid_scope'],
    ['without a token', { refresh_token: undefined }, 'invalid_request'],
    ['with an unknown token', { refresh_token: 'tgr_unknown' }, 'invalid_grant'],
  ])('is refused %s', async (_name, form, error) => {
    const { refresh_token: token } = await newTokens()
    expect((await refresh(issuer, token, form)).json['error']).toBe(error)
    expect((await refresh(issuer, token)).status).toBe(200)
  })

  it('gives fewer scopes where fewer are asked, and all of them the next time', async () => {
    const scope = 'booking:read booking:write'
    const code = await obtainCode(createBrowser(issuer), { scope })
    const { json } = await redeem(issuer, code)
    const fewer = await refresh(issuer, json['refresh_token'], { scope: 'booking:read' })
    expect(fewer.json['scope']).toBe('booking:read')
    expect((await refresh(issuer, fewer.json['refresh_token'])).json['scope']).toBe(scope)
  })

  it('ends after thirty days without use', async () => {
    const own = await createTestIssuer(await createTestDatabase('auth'))
    const { json } = await redeem(own, await obtainCode(createBrowser(own)))
    own.clock.now += 29 * 24 * 3600 * 1000
    const next = await refresh(own, json['refresh_token'])
    expect(next.status).toBe(200)
    own.clock.now += 31 * 24 * 3600 * 1000
    expect((await refresh(own, next.json['refresh_token'])).json['error']).toBe('invalid_grant')
    await own.close()
  })

  it('ends with the account', async () => {
    const own = await createTestIssuer(await createTestDatabase('auth'))
    const { json } = await redeem(own, await obtainCode(createBrowser(own)))
    await own.database.authUser.deleteMany({})
    expect((await refresh(own, json['refresh_token'])).json['error']).toBe('invalid_grant')
    await own.close()
  })
})

describe('client_credentials', () => {
  const ask = (form: Record<string, string>, headers = basic('booking', 'the-secret-of-booking')) =>
    postForm(issuer, '/token', { grant_type: 'client_credentials', ...form }, headers)

  it('gives a configured client a token in its own name, without a refresh token', async () => {
    const { status, json } = await ask({ resource: GRAPH, scope: 'servers:write' })
    expect(status).toBe(200)
    expect(json).not.toHaveProperty('refresh_token')
    expect(decodeJwt(String(json['access_token']))).toMatchObject({
      sub: 'booking',
      client_id: 'booking',
      aud: GRAPH,
      scope: 'servers:write',
    })
  })

  it.each([
    ['without a resource', {}, 'invalid_target'],
    ['for another server', { resource: BOOKING }, 'invalid_target'],
    [
      'for a scope it does not have',
      { resource: GRAPH, scope: 'connections:read' },
      'invalid_scope',
    ],
  ])('is refused %s', async (_name, form, error) => {
    expect((await ask(form)).json['error']).toBe(error)
  })

  it('is refused with a wrong secret, with the challenge of RFC 6749 §5.2', async () => {
    const { response, json } = await ask({ resource: GRAPH }, basic('booking', 'wrong'))
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toMatch(/^Basic /)
    expect(json['error']).toBe('invalid_client')
  })

  it('is refused when the secret stands in the form of a client of the header', async () => {
    const form = { resource: GRAPH, client_id: 'booking', client_secret: 'the-secret-of-booking' }
    expect((await ask(form, {})).json['error']).toBe('invalid_client')
  })

  it('is refused to a client of people', async () => {
    const { json } = await ask({ resource: GRAPH, client_id: 'web' }, {})
    expect(json['error']).toBe('unauthorized_client')
  })

  it('is refused to a caller that identifies itself in two ways', async () => {
    const { json } = await ask({ resource: GRAPH, client_secret: 'the-secret-of-booking' })
    expect(json['error']).toBe('invalid_request')
  })
})

describe('revocation (RFC 7009)', () => {
  const revoke = (token: unknown, clientId = 'web') =>
    postForm(issuer, '/revoke', { token: String(token), client_id: clientId })

  it('ends the family of a refresh token, its access tokens included', async () => {
    const { refresh_token: refreshToken, access_token: accessToken } = await newTokens()
    expect((await revoke(refreshToken)).status).toBe(200)
    expect((await refresh(issuer, refreshToken)).json['error']).toBe('invalid_grant')
    expect(await introspect(issuer, accessToken)).toEqual({ active: false })
  })

  it('ends an access token alone', async () => {
    const { refresh_token: refreshToken, access_token: accessToken } = await newTokens()
    expect(await introspect(issuer, accessToken)).toMatchObject({ active: true })
    expect((await revoke(accessToken)).status).toBe(200)
    expect(await introspect(issuer, accessToken)).toEqual({ active: false })
    expect((await refresh(issuer, refreshToken)).status).toBe(200)
  })

  it('is content with a token that nobody knows', async () => {
    expect((await revoke('unknown')).status).toBe(200)
    expect((await revoke('a.b.c')).status).toBe(200)
  })

  it('is refused to another client', async () => {
    const { refresh_token: refreshToken, access_token: accessToken } = await newTokens()
    expect((await revoke(refreshToken, 'agent-web')).json['error']).toBe('invalid_grant')
    expect((await revoke(accessToken, 'agent-web')).json['error']).toBe('invalid_grant')
    expect((await refresh(issuer, refreshToken)).status).toBe(200)
  })
})

describe('introspection (RFC 7662)', () => {
  it('tells the resource of a token what it is worth', async () => {
    const { access_token: token } = await newTokens()
    expect(await introspect(issuer, token)).toMatchObject({
      active: true,
      token_type: 'Bearer',
      iss: ISSUER,
      aud: BOOKING,
      scope: 'booking:read',
      client_id: 'web',
    })
  })

  it('reads the secret as RFC 6749 §2.3.1 encodes it', async () => {
    const { refresh_token: token } = await newTokens()
    const answer = await introspect(issuer, token, basic('graph', 'the secret of graph:%+'))
    expect(answer).toMatchObject({ active: true, aud: BOOKING })
  })

  it('tells nobody of the tokens of others', async () => {
    const code = await obtainCode(createBrowser(issuer), {
      resource: GRAPH,
      scope: 'servers:write',
    })
    const { json } = await redeem(issuer, code)
    expect(await introspect(issuer, json['access_token'])).toEqual({ active: false })
    expect(await introspect(issuer, json['refresh_token'])).toEqual({ active: false })
  })

  it.each(['nonsense', 'a.b.c', ''])('calls %j not active or not there', async (token) => {
    const headers = basic('booking', 'the-secret-of-booking')
    const { status, json } = await postForm(issuer, '/introspect', { token }, headers)
    if (token === '') expect([status, json['error']]).toEqual([400, 'invalid_request'])
    else expect(json).toEqual({ active: false })
  })

  it('is refused to public clients and to strangers', async () => {
    const { access_token: token } = await newTokens()
    const form = { token: String(token), client_id: 'web' }
    expect((await postForm(issuer, '/introspect', form)).status).toBe(401)
    expect((await postForm(issuer, '/introspect', { token: String(token) })).status).toBe(401)
    const wrong = await postForm(issuer, '/introspect', { token: 'x' }, basic('booking', 'x'))
    expect(wrong.status).toBe(401)
  })

  it('calls an expired token not active', async () => {
    const own = await createTestIssuer(await createTestDatabase('auth'))
    const { json } = await redeem(own, await obtainCode(createBrowser(own)))
    own.clock.now += 601_000
    expect(await introspect(own, json['access_token'])).toEqual({ active: false })
    await own.close()
  })
})
