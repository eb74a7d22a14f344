import { SafeFetchError, type SafeFetch } from '@toolgraph/safe-fetch'

/** Bounds what all answers of a `fetch` come to: a server could send page after page of the largest size. */
export function budgetFetch(fetch: SafeFetch, maxBytes: number): SafeFetch {
  let left = maxBytes
  return async (input, init) => {
    const response = await fetch(input, init)
    if (!response.body) return response
    const counted = response.body.pipeThrough(
      new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform(chunk, controller) {
          left -= chunk.byteLength
          if (left < 0) controller.error(tooMuch(maxBytes))
          else controller.enqueue(chunk)
        },
      }),
    )
    const { status, statusText, headers, url } = response
    const answer = new Response(counted, { status, statusText, headers })
    return Object.defineProperty(answer, 'url', { value: url })
  }
}

function tooMuch(maxBytes: number): SafeFetchError {
  return new SafeFetchError(
    'ERR_TOO_LARGE',
    `Cannot read on: all answers together are larger than ${maxBytes} bytes`,
  )
}
