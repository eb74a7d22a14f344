import type { Manifest } from '@toolgraph/worker'
import { error, warning, type Found } from './rule.ts'

const MAX_REASON = 500

/** Each scope has a reason in English: it stands on the page where a person decides. */
export function* scopeReason({ scopes }: Manifest): Generator<Found> {
  for (const { name, description } of scopes) {
    const place = `scopes.${name}`
    // A reason in other languages only comes from plain JavaScript, which no compiler has read.
    const reason = String(description ?? '').trim()
    if (reason === '')
      yield error(
        place,
        `Scope "${name}" has no reason in English: write scopes: { "${name}": "…" }`,
      )
    else if (reason.toLowerCase() === name.toLowerCase())
      yield warning(place, `Scope "${name}": its reason only repeats its name`)
    if (reason.length > MAX_REASON)
      yield error(place, `Scope "${name}": its reason has more than ${MAX_REASON} characters`)
  }
}

/** Each scope is asked for by a tool. */
export function* scopeUse({ scopes, tools }: Manifest): Generator<Found> {
  const used = new Set(tools.flatMap((tool) => tool.scopes ?? []))
  for (const { name } of scopes)
    if (!used.has(name))
      yield warning(`scopes.${name}`, `Scope "${name}" is asked for by no tool: remove it`)
}
