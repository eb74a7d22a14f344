import { fail, ok, type Result } from '@toolgraph/errors'
import type { Rejection } from './front-door.ts'

/** Reads a JSON body, bounded in size. */
export async function readBody(
  request: Request,
  maxBytes: number,
): Promise<Result<unknown, Rejection>> {
  const type = request.headers.get('content-type')
  if (type !== 'application/json' && !isJson(type)) {
    return fail({
      status: 415,
      code: 'ERR_MEDIA_TYPE_UNSUPPORTED',
      message: 'Content-Type must be application/json',
    })
  }

  const text = await readText(request, maxBytes)
  if (!text.ok) return text
  try {
    return ok(JSON.parse(text.value))
  } catch {
    return fail({
      status: 400,
      code: 'ERR_JSON_INVALID',
      message: 'The body is not valid JSON',
    })
  }
}

async function readText(request: Request, maxBytes: number): Promise<Result<string, Rejection>> {
  try {
    const body = await readBounded(request, maxBytes)
    if (!body.tooLarge) return ok(body.text)
    const message = `The body has more than ${maxBytes} bytes`
    return fail({ status: 413, code: 'ERR_BODY_TOO_LARGE', message })
  } catch {
    return fail({
      status: 400,
      code: 'ERR_BODY_UNREADABLE',
      message: 'The body did not arrive',
    })
  }
}

/** Parameters such as the character set change nothing. */
function isJson(type: string | null): boolean {
  return type?.split(';', 1)[0]?.trim().toLowerCase() === 'application/json'
}

/** A length that the client has told, and that its platform holds it to, needs no counting. */
async function readBounded(request: Request, maxBytes: number) {
  const length = request.headers.get('content-length')
  if (length === null) return readCounting(request, maxBytes)
  if (!(Number(length) <= maxBytes)) return { tooLarge: true as const }
  const text = await request.text()
  return text.length > maxBytes ? { tooLarge: true as const } : { tooLarge: false as const, text }
}

/** Reads no further than it may. */
async function readCounting(request: Request, maxBytes: number) {
  const decoder = new TextDecoder()
  let received = 0
  let text = ''
  for await (const chunk of request.body ?? []) {
    received += chunk.byteLength
    if (received > maxBytes) return { tooLarge: true as const }
    text += decoder.decode(chunk, { stream: true })
  }
  return { tooLarge: false as const, text: text + decoder.decode() }
}
