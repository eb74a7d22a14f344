import { isEqualInConstantTime, sha256Base64url } from '../keys/digest.ts'

/** Checks a code verifier against its S256 challenge (RFC 7636 §4.6). Pure. */
export async function isRightVerifier(
  verifier: string | undefined,
  challenge: string,
): Promise<boolean> {
  const presented = await toCodeChallenge(verifier)
  return presented !== undefined && isEqualInConstantTime(presented, challenge)
}

/** The S256 challenge of a verifier (RFC 7636 §4.2); `undefined` for what can be none (§4.1). Pure. */
export async function toCodeChallenge(verifier: string | undefined): Promise<string | undefined> {
  if (verifier === undefined || !/^[A-Za-z0-9._~-]{43,128}$/.test(verifier)) return undefined
  return sha256Base64url(verifier)
}
