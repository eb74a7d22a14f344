import { expect, it } from 'vitest'
import { isRightVerifier } from './code-verifier.ts'

// RFC 7636, appendix B.
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

it('takes the example of the RFC', async () => {
  expect(await isRightVerifier(VERIFIER, CHALLENGE)).toBe(true)
})

it.each([
  undefined,
  '',
  CHALLENGE,
  `${VERIFIER}a`,
  VERIFIER.slice(1),
  `${VERIFIER}=`,
  ` ${VERIFIER}`,
])('refuses %j', async (verifier) => {
  expect(await isRightVerifier(verifier, CHALLENGE)).toBe(false)
})
