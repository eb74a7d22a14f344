import { describe, expect, it } from 'vitest'
import { toProviders, type ProviderVariables } from './providers.ts'

const NONE: ProviderVariables = {
  GITHUB_CLIENT_ID: '',
  GITHUB_CLIENT_SECRET: '',
  GOOGLE_CLIENT_ID: '',
  GOOGLE_CLIENT_SECRET: '',
  OIDC_PROVIDERS: '',
  TRUSTED_ORIGINS: [],
}

const ACME = {
  id: 'acme',
  name: 'Acme',
  issuer: 'https://id.acme.example/realms/main',
  clientId: 'toolgraph',
  clientSecret: 'the-secret-of-acme',
}

const read = (list: unknown, more: Partial<ProviderVariables> = {}) =>
  toProviders({ ...NONE, ...more, OIDC_PROVIDERS: JSON.stringify(list) })

const messageOf = (run: () => unknown) => {
  try {
    run()
  } catch (error) {
    return String(error)
  }
  throw new Error('Nothing was thrown')
}

describe('toProviders()', () => {
  it('knows none where none is configured', () => {
    expect(toProviders(NONE)).toEqual([])
    expect(toProviders({ ...NONE, OIDC_PROVIDERS: ' [] ' })).toEqual([])
  })

  it('knows GitHub and Google by their two variables each', () => {
    const providers = toProviders({
      ...NONE,
      GITHUB_CLIENT_ID: 'github-id',
      GITHUB_CLIENT_SECRET: 'github-secret',
      GOOGLE_CLIENT_ID: 'google-id',
      GOOGLE_CLIENT_SECRET: 'google-secret',
    })
    expect(providers).toEqual([
      {
        protocol: 'github',
        id: 'github',
        name: 'GitHub',
        issuer: 'https://github.com/login/oauth',
        apiUrl: 'https://api.github.com',
        clientId: 'github-id',
        clientSecret: 'github-secret',
      },
      {
        protocol: 'oidc',
        id: 'google',
        name: 'Google',
        issuer: 'https://accounts.google.com',
        scope: 'openid email profile',
        accountPrompt: 'select_account',
        clientId: 'google-id',
        clientSecret: 'google-secret',
      },
    ])
  })

  it.each(['GITHUB_CLIENT_ID', 'GITHUB_CLIENT_SECRET', 'GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET'])(
    'does not start with %s alone',
    (name) => {
      const [provider] = name.split('_')
      expect(messageOf(() => toProviders({ ...NONE, [name]: 'only-one' }))).toBe(
        `Error: Cannot start: ${provider}_CLIENT_ID and ${provider}_CLIENT_SECRET must be set together`,
      )
    },
  )

  it('knows OpenID providers in the order of the list', () => {
    const other = { ...ACME, id: 'uni-2', name: '大学', scope: 'openid email' }
    expect(read([ACME, other])).toEqual([
      { ...ACME, protocol: 'oidc', scope: 'openid email profile', accountPrompt: 'login' },
      { ...other, protocol: 'oidc', accountPrompt: 'login' },
    ])
  })

  it.each([
    ['something else than a list', ACME, 'OIDC_PROVIDERS must be a list'],
    ['a member of another kind', ['acme'], 'OIDC_PROVIDERS[0] must be an object'],
    ['an id in capitals', [{ ...ACME, id: 'Acme' }], 'OIDC_PROVIDERS[0].id must be 1 to 32 of'],
    ['a long id', [{ ...ACME, id: 'a'.repeat(33) }], 'OIDC_PROVIDERS[0].id must be 1 to 32 of'],
    ['the id of GitHub', [{ ...ACME, id: 'github' }], 'OIDC_PROVIDERS[0].id is reserved'],
    ['one id twice', [ACME, ACME], 'OIDC_PROVIDERS[1].id is taken by another provider'],
    ['no name', [{ ...ACME, name: undefined }], 'OIDC_PROVIDERS[0].name must be a text'],
    [
      'an unreadable name',
      [{ ...ACME, name: ' \u202e' }],
      'OIDC_PROVIDERS[0].name must be readable',
    ],
    [
      'no secret',
      [{ ...ACME, clientSecret: '' }],
      'OIDC_PROVIDERS[0].clientSecret must not be empty',
    ],
    ['a number as an id', [{ ...ACME, clientId: 7 }], 'OIDC_PROVIDERS[0].clientId must be a text'],
    [
      'no openid',
      [{ ...ACME, scope: 'email' }],
      'OIDC_PROVIDERS[0].scope must have "openid" in it',
    ],
    [
      'a plain http issuer',
      [{ ...ACME, issuer: 'http://id.acme.example' }],
      'OIDC_PROVIDERS[0].issuer must be',
    ],
    [
      'a private issuer',
      [{ ...ACME, issuer: 'https://10.0.0.1' }],
      'OIDC_PROVIDERS[0].issuer must be',
    ],
    [
      'an issuer with a query',
      [{ ...ACME, issuer: 'https://id.acme.example/?a=b' }],
      'OIDC_PROVIDERS[0].issuer must be',
    ],
    ['no address as issuer', [{ ...ACME, issuer: 'acme' }], 'OIDC_PROVIDERS[0].issuer must be'],
    [
      'a member that nobody knows',
      [ACME, { ...ACME, client_secret: 'x' }],
      'OIDC_PROVIDERS[1] has members beside id, name,',
    ],
  ])('does not start with %s, and names the place', (_name, list, message) => {
    expect(messageOf(() => read(list))).toContain(`Cannot start: ${message}`)
  })

  it('takes a plain http issuer that the operator trusts', () => {
    const issuer = 'http://localhost:4999'
    expect(read([{ ...ACME, issuer }], { TRUSTED_ORIGINS: [issuer] })).toHaveLength(1)
  })

  it.each([
    ['of no JSON', `[{"clientSecret":"the-secret-of-acme",]`],
    ['that is a member', JSON.stringify([{ ...ACME, 'the-secret-of-acme': 1 }])],
    ['beside another mistake', JSON.stringify([{ ...ACME, id: '' }])],
    ['in the wrong place', JSON.stringify([{ ...ACME, issuer: 'the-secret-of-acme' }])],
    ['instead of the list', '"the-secret-of-acme"'],
  ])('never tells a secret %s', (_name, OIDC_PROVIDERS) => {
    const message = messageOf(() => toProviders({ ...NONE, OIDC_PROVIDERS }))
    expect(message).toContain('OIDC_PROVIDERS')
    expect(message).not.toContain('the-secret-of-acme')
  })
})
