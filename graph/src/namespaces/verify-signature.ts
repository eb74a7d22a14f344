import { decompressP384 } from './p384-point.ts'
import type { ProofKey } from './proof-record.ts'

/**
 * Verifies a signature of a proof: 64 bytes for Ed25519; R and S, 96 bytes, over SHA-384 for P-384.
 *
 * @returns False for whatever is no signature of this text by this key, malformed ones included
 */
export async function verifySignature(
  { algorithm, publicKey }: ProofKey,
  { text, signature }: { text: string; signature: Uint8Array<ArrayBuffer> },
): Promise<boolean> {
  const data = new TextEncoder().encode(text)
  try {
    if (algorithm === 'ed25519') {
      if (signature.length !== 64) return false
      const key = await importKey(publicKey, 'Ed25519')
      return await crypto.subtle.verify('Ed25519', key, signature, data)
    }
    const point = decompressP384(publicKey)
    if (!point || signature.length !== 96) return false
    const key = await importKey(point, { name: 'ECDSA', namedCurve: 'P-384' })
    return await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-384' }, key, signature, data)
  } catch {
    // A platform may refuse a key instead of a signature by it.
    return false
  }
}

function importKey(
  raw: Uint8Array<ArrayBuffer>,
  algorithm: 'Ed25519' | EcKeyImportParams,
): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', raw, algorithm, false, ['verify'])
}
