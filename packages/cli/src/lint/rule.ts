import type { Manifest } from '@toolgraph/worker'

/** How much a finding matters: an error stops a publication, a hint is advice. */
export type Severity = 'error' | 'warning' | 'hint'

/** What a rule found at one place of a manifest. */
export interface Found {
  readonly severity: Severity
  /** Where, from the manifest's root: `tools.add_note.annotations`. */
  readonly place: string
  /** What is wrong there, and the way out. */
  readonly message: string
}

/** Looks for one kind of fault. Pure. */
export type Rule = (manifest: Manifest) => Iterable<Found>

/** Makes a finding that stops a publication. */
export function error(place: string, message: string): Found {
  return { severity: 'error', place, message }
}

/** Makes a finding that somebody will stumble over. */
export function warning(place: string, message: string): Found {
  return { severity: 'warning', place, message }
}

/** Makes a piece of advice. */
export function hint(place: string, message: string): Found {
  return { severity: 'hint', place, message }
}
