import { isEqualInConstantTime, sha256Base64url } from '../keys/digest.ts'

/** Checks a code verifier against its S256 challenge (RFC 7636 §4.6). Pure. */
export async function isRightVerifier(
  verifier: string | undefined,
  challenge: string,
): Promise<boolean> {
  if (verifier === undefined || !/^[A-Za-z0-9._~-]{43,128}$/.test(verifier)) return false
  return isEqualInConstantTime(await sha256Base64url(verifier), challenge)
}
