/** Parameters of a request, each at most once. */
export type Parameters = Readonly<Record<string, string | undefined>>

/** What a query or a form says. */
export interface ParsedParameters {
  parameters: Parameters
  /** Names that stand more than once, which none may (RFC 6749 §3.1, §3.2). */
  repeated: readonly string[]
}

/** Reads parameters; one without a value counts as absent (RFC 6749 §3.1). Pure. */
export function parseParameters(search: URLSearchParams): ParsedParameters {
  const parameters: Record<string, string> = Object.create(null)
  const seen = new Set<string>()
  const repeated = new Set<string>()
  for (const [name, value] of search) {
    if (seen.has(name)) repeated.add(name)
    else if (value !== '') parameters[name] = value
    seen.add(name)
  }
  return { parameters, repeated: [...repeated] }
}

/** Reads a list of scopes (RFC 6749 §3.3), each once, or `undefined` when it is malformed. Pure. */
export function parseScope(scope: string | undefined): string[] | undefined {
  const names = (scope ?? '').split(' ').filter(Boolean)
  const isSound = names.every((name) => /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/.test(name))
  if (!isSound || names.length > 100) return undefined
  return [...new Set(names)]
}
