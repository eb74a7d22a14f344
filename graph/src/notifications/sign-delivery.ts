/**
 * The key of one webhook, as Standard Webhooks writes it (`whsec_` and base64). It follows from a secret of the
 * service and the webhook's id, so that it need not be kept and can be shown again.
 */
export async function webhookKey(secret: string, webhookId: string): Promise<string> {
  const key = await hmac(new TextEncoder().encode(secret), `webhook ${webhookId}`)
  return `whsec_${toBase64(key)}`
}

/**
 * The headers of a delivery (Standard Webhooks): its id, the moment of the try, and the signature over both and
 * the body.
 *
 * @param key What `webhookKey` gave
 */
export async function signDelivery(
  key: string,
  { id, now, body }: { id: string; now: Date; body: string },
): Promise<Record<string, string>> {
  const timestamp = String(Math.floor(now.getTime() / 1_000))
  const bytes = Uint8Array.from(atob(key.slice('whsec_'.length)), (char) => char.charCodeAt(0))
  const signature = toBase64(await hmac(bytes, `${id}.${timestamp}.${body}`))
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  }
}

async function hmac(key: Uint8Array<ArrayBuffer>, text: string): Promise<Uint8Array> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const imported = await crypto.subtle.importKey('raw', key, algorithm, false, ['sign'])
  const signature = await crypto.subtle.sign('HMAC', imported, new TextEncoder().encode(text))
  return new Uint8Array(signature)
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}
