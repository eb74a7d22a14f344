import { fail, ok, type Result } from '@toolgraph/errors'

/** Why a body was not read. */
export type BodyFailure = 'too_large' | 'not_text'

/** Reads a body as text, no more of it than is allowed. */
export async function readBody(
  request: Request,
  maxBytes: number,
): Promise<Result<string, BodyFailure>> {
  const length = request.headers.get('content-length')
  if (length === null) return readParts(request, maxBytes)
  if (Number(length) > maxBytes) {
    await request.body?.cancel()
    return fail('too_large')
  }
  try {
    // HTTP ends a body at its announced length; in one piece it costs a third of what a stream does.
    return ok(createDecoder().decode(await request.arrayBuffer()))
  } catch {
    return fail('not_text')
  }
}

/** Reads a body whose length nobody has announced. */
async function readParts(request: Request, maxBytes: number): Promise<Result<string, BodyFailure>> {
  const decoder = createDecoder()
  const reader = request.body?.getReader()
  let text = ''
  let received = 0
  try {
    for (;;) {
      const part = await reader?.read()
      if (!part || part.done) return ok(text + decoder.decode())
      received += part.value.byteLength
      if (received > maxBytes) {
        await reader?.cancel()
        return fail('too_large')
      }
      text += decoder.decode(part.value, { stream: true })
    }
  } catch {
    return fail('not_text')
  }
}

function createDecoder(): TextDecoder {
  return new TextDecoder('utf-8', { fatal: true })
}
