import * as z from 'zod'

/** Why people report a server. */
export const REPORT_REASONS = [
  'malware',
  'impersonation',
  'spam',
  'broken',
  'illegal',
  'other',
] as const

/** Why somebody reports a server; `confusable_name` is the registry's own. */
export type ReportReason = (typeof REPORT_REASONS)[number] | 'confusable_name'

/** What an administrator decides about a server. */
export const DECISIONS = ['dismiss', 'quarantine', 'hide', 'restore'] as const

/** What an administrator decides about a server: nothing, not shown while it is looked at, not shown, shown again. */
export type Decision = (typeof DECISIONS)[number]

/** Whether a server is shown; all but `clear` are seen by its owner and by administrators only. */
export type ModerationState = 'clear' | 'quarantined' | 'hidden' | 'disputed'

/** Words of a person, as they are kept. */
export const noteSchema = z.string().trim().min(1).max(1000)

/** What a decision makes of a server; nothing for a dismissal. */
export function stateAfter(decision: Decision): ModerationState | undefined {
  return (
    { dismiss: undefined, quarantine: 'quarantined', hide: 'hidden', restore: 'clear' } as const
  )[decision]
}
