import { describe, expect, it } from 'vitest'
import { sha256Hex } from '../keys/digest.ts'
import { checkClientCredentials, parseClientCredentials } from './authenticate-client.ts'
import type { Client } from './client.ts'

const header = (text: string) => `Basic ${btoa(text)}`

describe('parseClientCredentials()', () => {
  it('decodes both parts of the header as a form (RFC 6749 §2.3.1)', () => {
    const value = { clientId: 'a b:c', method: 'client_secret_basic', secret: 's+%ü' }
    expect(parseClientCredentials(header('a+b%3Ac:s%2B%25%C3%BC'), {})).toEqual({ ok: true, value })
  })

  it('takes a name alone, in the form or with an empty password, for a public client', () => {
    const value = { clientId: 'web', method: 'none' }
    expect(parseClientCredentials(undefined, { client_id: 'web' })).toEqual({ ok: true, value })
    expect(parseClientCredentials(header('web:'), {})).toEqual({ ok: true, value })
  })

  it.each([
    ['nothing', undefined, {}, 'none'],
    ['a bearer token', 'Bearer x', {}, 'none'],
    ['no base64', 'Basic ***', {}, 'malformed_header'],
    ['no colon', header('web'), {}, 'malformed_header'],
    ['no name', header(':x'), {}, 'malformed_header'],
    ['broken encoding', header('web:%zz'), {}, 'malformed_header'],
    ['bytes that are no text', `Basic ${btoa('\xff\xfe:x')}`, {}, 'malformed_header'],
    ['two secrets', header('web:x'), { client_secret: 'x' }, 'two_methods'],
    ['two names', header('web:x'), { client_id: 'other' }, 'two_clients'],
  ])('refuses %s', (_name, authorization, form, reason) => {
    expect(parseClientCredentials(authorization, form)).toEqual({ ok: false, failure: { reason } })
  })
})

describe('checkClientCredentials()', () => {
  const client: Client = {
    id: 'web',
    kind: 'registered',
    name: 'Web',
    redirectUris: [],
    authMethod: 'client_secret_basic',
    grantTypes: [],
    trustedAt: {},
    machineAccess: {},
    introspects: [],
    actsAs: [],
  }
  const credentials = { clientId: 'web', method: 'client_secret_basic', secret: 's' } as const

  it('wants the registered method', async () => {
    const secretHash = await sha256Hex('s')
    const byForm = { ...credentials, method: 'client_secret_post' } as const
    expect((await checkClientCredentials({ ...client, secretHash }, credentials)).ok).toBe(true)
    expect((await checkClientCredentials({ ...client, secretHash }, byForm)).ok).toBe(false)
  })

  it('never takes a confidential client without a secret of record', async () => {
    expect((await checkClientCredentials(client, { ...credentials, secret: '' })).ok).toBe(false)
  })

  it('refuses a secret from a public client', async () => {
    expect((await checkClientCredentials({ ...client, authMethod: 'none' }, credentials)).ok).toBe(
      false,
    )
  })
})
