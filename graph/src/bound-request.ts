/**
 * Reads the whole body of a request, up to a limit, and gives the request back with what was read.
 *
 * @returns `undefined` when the body is larger than the limit
 */
export async function boundRequest(
  request: Request,
  maxBytes: number,
): Promise<Request | undefined> {
  if (!request.body) return request
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return undefined

  const chunks: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  for await (const chunk of request.body) {
    size += chunk.byteLength
    if (size > maxBytes) return undefined
    chunks.push(new Uint8Array(chunk))
  }
  const { url, method, headers, signal } = request
  return new Request(url, { method, headers, signal, body: await new Blob(chunks).arrayBuffer() })
}
