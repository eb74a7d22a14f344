import { generateKeyPair, jwtVerify } from 'jose'
import { expect, it } from 'vitest'
import { signToken } from './sign-token.ts'

const { privateKey, publicKey } = await generateKeyPair('ES256')

it('signs a token that any library reads (RFC 7515, RFC 7518 §3.4)', async () => {
  const claims = { sub: 'a', name: '田中 愛子 "x"', act: { sub: 'b' }, iat: 1, exp: 9_999_999_999 }
  const token = await signToken({ kid: 'one', privateKey }, { ...claims, absent: undefined })
  const { payload, protectedHeader } = await jwtVerify(token, publicKey, { algorithms: ['ES256'] })
  expect(payload).toEqual(claims)
  expect(protectedHeader).toEqual({ alg: 'ES256', kid: 'one', typ: 'at+jwt' })
})
