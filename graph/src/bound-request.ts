/**
 * Sees to it that the body of a request is no larger than a limit.
 *
 * Where a length was announced, nothing is read: what carries HTTP gives no more than that (RFC 9112 §6.3). Where none
 * was, the whole body is read, and the request given back with it.
 *
 * @returns `undefined` when the body is larger than the limit
 */
export async function boundRequest(
  request: Request,
  maxBytes: number,
): Promise<Request | undefined> {
  const { url, method, headers, signal } = request
  // Nobody asks for the body of these; to look whether there is one is most of what a short answer costs on Node.
  if (method === 'GET' || method === 'HEAD') return request
  const announced = headers.get('content-length')
  if (announced !== null && !headers.has('transfer-encoding'))
    return Number(announced) <= maxBytes ? request : undefined
  if (!request.body) return request

  const chunks: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  for await (const chunk of request.body) {
    size += chunk.byteLength
    if (size > maxBytes) return undefined
    chunks.push(new Uint8Array(chunk))
  }
  return new Request(url, { method, headers, signal, body: await new Blob(chunks).arrayBuffer() })
}
