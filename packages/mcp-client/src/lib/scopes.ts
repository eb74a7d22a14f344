const MAX_SCOPES = 100
const MAX_SCOPE_LENGTH = 256

/** One `scope-token` (RFC 6749 §3.3). */
const SCOPE_TOKEN = /^[\x21\x23-\x5B\x5D-\x7E]+$/

/** Reads a `scope` parameter, or a list of scopes: each once, in order; what is no scope is left out. */
export function parseScopes(scopes: string | readonly string[] | undefined): string[] {
  const tokens = typeof scopes === 'string' ? scopes.split(/\s+/) : (scopes ?? [])
  const valid = tokens.filter(
    (token) => token.length <= MAX_SCOPE_LENGTH && SCOPE_TOKEN.test(token),
  )
  return [...new Set(valid)].slice(0, MAX_SCOPES)
}

/** All scopes of the lists, each once, in order. */
export function unionOfScopes(...lists: (readonly string[] | undefined)[]): string[] {
  return parseScopes(lists.flatMap((list) => list ?? []))
}
