/** How a proof is signed. */
export type ProofAlgorithm = 'ed25519' | 'ecdsap384'

/** A public key that a domain's owner has published. */
export interface ProofKey {
  readonly algorithm: ProofAlgorithm
  /** As the record has it: 32 bytes for Ed25519, a compressed point of 49 bytes for P-384. */
  readonly publicKey: Uint8Array<ArrayBuffer>
  /** One spelling of the record, to compare with. */
  readonly text: string
}

/** The most characters of a record that are read. */
export const MAX_RECORD_CHARS = 1024

const KEY_BYTES: Readonly<Record<ProofAlgorithm, number>> = { ed25519: 32, ecdsap384: 49 }

/**
 * Parses the record of a proof, `v=MCPv1; k=ed25519; p=<base64>`: a TXT record, or the text of
 * `/.well-known/mcp-registry-auth`.
 *
 * Pure: no I/O, no clock.
 */
export function parseProofRecord(text: string): ProofKey | undefined {
  if (text.length > MAX_RECORD_CHARS) return undefined
  const parsed = /^\s*v=MCPv1;\s*k=([a-z0-9]+);\s*p=([A-Za-z0-9+/]+={0,2})\s*;?\s*$/.exec(text)
  const [, algorithm = '', encoded = ''] = parsed ?? []
  if (algorithm !== 'ed25519' && algorithm !== 'ecdsap384') return undefined
  const publicKey = fromBase64(encoded)
  if (publicKey?.length !== KEY_BYTES[algorithm]) return undefined
  return { algorithm, publicKey, text: `v=MCPv1; k=${algorithm}; p=${toBase64(publicKey)}` }
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  } catch {
    return undefined
  }
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}
