import type { Manifest } from '@toolgraph/worker'
import type { Found, Rule } from './rule.ts'
import { scopeReason, scopeUse } from './scope-rules.ts'
import {
  serverDescription,
  serverName,
  serverTitle,
  serverUrl,
  serverVersion,
} from './server-rules.ts'
import {
  fieldDescription,
  outputSchema,
  tokenCost,
  toolAnnotations,
  toolDescription,
  toolName,
  toolTitle,
} from './tool-rules.ts'
import { translationComplete, translationPlace } from './translation-rules.ts'

/** A fault of a manifest, and the rule that found it. */
export interface Finding extends Found {
  readonly rule: string
}

/** Every rule, by the name that a finding carries. */
export const RULES: Readonly<Record<string, Rule>> = {
  'server-name': serverName,
  'server-version': serverVersion,
  'server-title': serverTitle,
  'server-description': serverDescription,
  'server-url': serverUrl,
  'tool-name': toolName,
  'tool-title': toolTitle,
  'tool-description': toolDescription,
  'tool-annotations': toolAnnotations,
  'field-description': fieldDescription,
  'output-schema': outputSchema,
  'scope-reason': scopeReason,
  'scope-use': scopeUse,
  'translation-complete': translationComplete,
  'translation-place': translationPlace,
  'token-cost': tokenCost,
}

const ORDER = ['error', 'warning', 'hint'] as const

/**
 * Checks what a worker says of itself, what matters most first.
 *
 * Pure: no I/O, no clock.
 */
export function checkManifest(manifest: Manifest): Finding[] {
  const findings = Object.entries(RULES).flatMap(([rule, find]) =>
    [...find(manifest)].map((found) => ({ rule, ...found })),
  )
  return findings.toSorted((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity))
}
