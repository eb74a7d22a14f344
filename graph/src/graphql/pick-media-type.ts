/** What an answer that is no stream may be, in the order in which a client that takes anything gets the last. */
const MEDIA_TYPES = ['application/graphql-response+json', 'application/json'] as const

/**
 * Picks what a client reads: of what it accepts, the first that we have.
 *
 * Pure: no I/O.
 *
 * @param accept The header; `null` accepts everything
 * @returns `undefined` where it accepts neither
 */
export function pickMediaType(accept: string | null): string | undefined {
  if (accept === null || accept === '*/*') return 'application/json'
  const ranges = accept.replaceAll(/\s/g, '').toLowerCase().split(',')
  for (const range of ranges) {
    const [asked = '', ...parameters] = range.split(';')
    const charset = parameters.find((parameter) => parameter.includes('charset='))
    if (charset !== undefined && charset !== 'charset=utf-8') continue
    const picked = MEDIA_TYPES.findLast((type) => isIn(asked, type))
    if (picked) return picked
  }
  return undefined
}

function isIn(range: string, type: string): boolean {
  return range === '*/*' || range === 'application/*' || range === type
}
