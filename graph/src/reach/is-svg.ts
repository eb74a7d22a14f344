/** What may stand before the root: a declaration, comments, a document type without entities of its own. */
const PROLOG = [
  { begin: '<?xml ', end: '?>' },
  { begin: '<!--', end: '-->' },
  { begin: '<!doctype svg', end: '>' },
] as const

/**
 * Says whether these bytes are an SVG picture: UTF-8 text whose root is `svg`, and no entities, which can be made to
 * grow without end. What it says inside is not looked at: a browser runs none of it in a picture, and the answer's own
 * policy keeps it from running when it is opened by itself.
 *
 * Pure: no I/O.
 */
export function isSvg(bytes: Uint8Array): boolean {
  const text = toText(bytes)
  if (text === undefined || /<!entity/i.test(text)) return false
  return /^<svg[\s/>]/.test(text.slice(rootAt(text)))
}

function toText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function rootAt(text: string): number {
  let at = 0
  for (;;) {
    at += /^\s*/.exec(text.slice(at))?.[0].length ?? 0
    const head = text.slice(at, at + 16).toLowerCase()
    const part = PROLOG.find(({ begin }) => head.startsWith(begin))
    const end = part ? text.indexOf(part.end, at) : -1
    if (!part || end === -1) return at
    at = end + part.end.length
  }
}
