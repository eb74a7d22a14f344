/** Below this, compressing costs more than it saves. */
const MIN_BYTES = 1400

const TEXT = /^(?:text\/html|application\/json)\b/

/**
 * Compresses an answer that is whole and text, for who takes gzip. What streams (a run, live changes)
 * goes on as it is, as a compressor would hold it back. No page holds a secret beside what a stranger
 * can put into its address, which its length could tell (BREACH).
 */
export function compress(request: Request, response: Response): Response {
  const { headers, body } = response
  const isText = TEXT.test(headers.get('content-type') ?? '') && !headers.has('content-encoding')
  // Only what is whole tells its length.
  const isWorthIt = Number(headers.get('content-length')) >= MIN_BYTES
  if (!body || !isText || !isWorthIt) return response

  headers.append('vary', 'accept-encoding')
  if (!takesGzip(request.headers.get('accept-encoding') ?? '')) return response
  headers.delete('content-length')
  headers.set('content-encoding', 'gzip')
  return new Response(body.pipeThrough(new CompressionStream('gzip')), response)
}

/** RFC 9110 §12.5.3, as far as browsers and proxies use it. */
function takesGzip(accepted: string): boolean {
  return accepted
    .toLowerCase()
    .split(',')
    .map((coding) => coding.replaceAll(/\s/g, ''))
    .some((coding) => /^gzip(?:;q=(?!0(?:\.0*)?$).*)?$/.test(coding))
}
