import { m } from '#lib/paraglide/messages.js'
import type { HealthState } from '#lib/view.ts'

/** In the order in which a menu shows them. */
export const HEALTH_STATES = [
  'open',
  'gated',
  'gated_broken',
  'wrong_transport',
  'not_mcp',
  'down',
  'unknown',
] as const satisfies readonly HealthState[]

const WORDS = {
  open: [m.health_open, m.health_open_meaning],
  gated: [m.health_gated, m.health_gated_meaning],
  gated_broken: [m.health_gated_broken, m.health_gated_broken_meaning],
  wrong_transport: [m.health_wrong_transport, m.health_wrong_transport_meaning],
  not_mcp: [m.health_not_mcp, m.health_not_mcp_meaning],
  down: [m.health_down, m.health_down_meaning],
  unknown: [m.health_unknown, m.health_unknown_meaning],
} satisfies Record<HealthState, [() => string, () => string]>

/** Whether a text of an address or an answer names a health state. */
export function isHealthState(text: string): text is HealthState {
  return HEALTH_STATES.some((state) => state === text)
}

/** Says a health state in a word or two. */
export function healthText(state: HealthState): string {
  return WORDS[state][0]()
}

/** Says what a health state means for the one who wants to use the server. */
export function healthMeaning(state: HealthState): string {
  return WORDS[state][1]()
}
