/** What a stranger answered, as far as it is read. */
export interface ShortAnswer {
  readonly status: number
  readonly headers: Headers
  /** Cut where it is longer than what was asked for. */
  readonly text: string
}

/**
 * Reads an answer up to a length; what comes after is left unread.
 *
 * @returns `undefined` when there is no whole answer: an address we do not call, a silence, a break
 */
export async function readAnswer(
  ask: () => Promise<Response>,
  maxBytes: number,
): Promise<ShortAnswer | undefined> {
  try {
    const response = await ask()
    const { status, headers } = response
    if (!response.body) return { status, headers, text: '' }

    const chunks: Uint8Array<ArrayBuffer>[] = []
    let size = 0
    for await (const chunk of response.body) {
      chunks.push(new Uint8Array(chunk))
      size += chunk.byteLength
      if (size > maxBytes) break
    }
    const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer())
    return { status, headers, text: new TextDecoder().decode(bytes.subarray(0, maxBytes)) }
  } catch {
    return undefined
  }
}
