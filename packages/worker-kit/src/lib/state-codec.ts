/** Signs what travels through a client, so that it comes back as it went, from the one it went to, and soon. */
export interface StateCodec<state> {
  sign(state: state, holder: string): Promise<string>
  /** @throws When it was not signed here, for another, or too long ago */
  verify(text: string, holder: string): Promise<state>
}

/** As long as a person may think about a question. */
const LIFETIME_S = 600

/**
 * Creates a codec: JSON, an expiry and its HMAC-SHA-256, which covers the holder too.
 *
 * @param secret At least 32 bytes
 * @param now Milliseconds since the epoch
 */
export function createStateCodec<state>(
  secret: string | Uint8Array<ArrayBuffer>,
  now: () => number,
): StateCodec<state> {
  const bytes = typeof secret === 'string' ? new TextEncoder().encode(secret) : secret
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  let imported: Promise<CryptoKey> | undefined
  // On use, as Workers demand.
  const key = () =>
    (imported ??= crypto.subtle.importKey('raw', bytes, algorithm, false, ['sign', 'verify']))

  return {
    async sign(state, holder) {
      const expires = Math.floor(now() / 1000) + LIFETIME_S
      const body = toBase64Url(new TextEncoder().encode(JSON.stringify({ state, expires })))
      const tag = await crypto.subtle.sign('HMAC', await key(), toSigned(body, holder))
      return `${body}.${toBase64Url(new Uint8Array(tag))}`
    },
    async verify(text, holder) {
      const [body = '', tag = '', ...more] = text.split('.')
      if (more.length > 0) throw new Error('The state has another form')
      const isOurs = await crypto.subtle.verify(
        'HMAC',
        await key(),
        fromBase64Url(tag),
        toSigned(body, holder),
      )
      if (!isOurs) throw new Error('The state was not signed here, or for another')
      const { state, expires } = JSON.parse(new TextDecoder().decode(fromBase64Url(body)))
      if (expires < now() / 1000) throw new Error('The state is too old')
      return state
    },
  }
}

function toSigned(body: string, holder: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`mcp-request-state\n${body}\n${holder}`)
}

function toBase64Url(bytes: Uint8Array): string {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}
