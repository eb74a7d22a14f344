import { generateKeyPair } from 'jose'
import { describe, expect, it } from 'vitest'
import type { SigningKeys } from '../keys/signing-keys.ts'
import { issueAccessToken, readAccessToken } from './access-token.ts'
import { createVerifiedTokens } from './verified-tokens.ts'

const { privateKey, publicKey } = await generateKeyPair('ES256')

/** A signer whose verifications are counted, and whose keys can be read anew. */
function createSigner() {
  let verifications = 0
  const readKeys = (isWithdrawn: boolean): SigningKeys => ({
    kid: 'one',
    privateKey,
    published: [],
    find: async () => {
      verifications += 1
      if (isWithdrawn) throw new Error('no such key')
      return publicKey
    },
  })
  let keys = readKeys(false)
  const clock = { now: Date.now() }
  const signer = {
    issuer: 'https://auth.example',
    keys: { current: async () => keys },
    verified: createVerifiedTokens(),
    now: () => clock.now,
  }
  const issue = () =>
    issueAccessToken(signer, { subject: 'a', clientId: 'b', scopes: [], resource: 'https://c' })
  return {
    signer,
    clock,
    issue,
    withdraw: () => (keys = readKeys(true)),
    verifications: () => verifications,
  }
}

describe('a token that was read before', () => {
  it('is not verified again', async () => {
    const { signer, issue, verifications } = createSigner()
    const token = await issue()
    const first = await readAccessToken(signer, token)
    expect(first).toMatchObject({ sub: 'a', aud: 'https://c' })
    expect(await readAccessToken(signer, token)).toEqual(first)
    expect(verifications()).toBe(1)
  })

  it('is over when its time is', async () => {
    const { signer, issue, clock } = createSigner()
    const token = await issue()
    await readAccessToken(signer, token)
    clock.now += 600_000
    expect(await readAccessToken(signer, token)).toBeUndefined()
  })

  it('is worth nothing once its key was taken away', async () => {
    const { signer, issue, withdraw } = createSigner()
    const token = await issue()
    await readAccessToken(signer, token)
    withdraw()
    expect(await readAccessToken(signer, token)).toBeUndefined()
  })
})

it('remembers nothing of a token whose signature is another', async () => {
  const { signer, issue, verifications } = createSigner()
  const token = await issue()
  const [header, claims] = token.split('.')
  const forged = `${header}.${claims}.${(await issue()).split('.')[2]}`
  await readAccessToken(signer, token)
  expect(await readAccessToken(signer, forged)).toBeUndefined()
  expect(await readAccessToken(signer, forged)).toBeUndefined()
  expect(verifications()).toBe(3)
})

it('forgets the oldest when it is full', async () => {
  const { signer } = createSigner()
  const { verified } = signer
  const keys = await signer.keys.current()
  const claims = { iss: '', sub: '', aud: '', client_id: '', scope: '', jti: '', iat: 0, exp: 0 }
  for (let count = 0; count <= 5_000; count += 1) verified.add(keys, `${count}`, claims)
  expect(verified.find(keys, '0')).toBeUndefined()
  expect(verified.find(keys, '1')).toEqual(claims)
})
