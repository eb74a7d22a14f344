/** What a check found: the value, or why not. */
export type Result<value, failure> =
  { readonly ok: true; readonly value: value } | { readonly ok: false; readonly failure: failure }

/** Wraps a value that passed its checks. */
export function ok<value>(value: value): { readonly ok: true; readonly value: value } {
  return { ok: true, value }
}

/** Wraps the reason why a check failed. */
export function fail<failure>(failure: failure): {
  readonly ok: false
  readonly failure: failure
} {
  return { ok: false, failure }
}
