import { CodedError } from '@toolgraph/errors'

/** Why something about a report was refused. */
export type ModerationErrorCode =
  'ERR_REPORT_STANDS' | 'ERR_REPORT_NOT_FOUND' | 'ERR_REPORT_SETTLED'

/** A request about reports and reviews that the caller can mend. */
export class ModerationError extends CodedError<ModerationErrorCode> {
  override readonly name = 'ModerationError'
}

/** The viewer's report of this server is not settled yet. */
export function reportStands(name: string): ModerationError {
  return new ModerationError(
    'ERR_REPORT_STANDS',
    `Cannot report server "${name}" again: your report of it is being looked at`,
  )
}

/** No such report. */
export function reportNotFound(): ModerationError {
  return new ModerationError('ERR_REPORT_NOT_FOUND', 'Cannot find this report')
}

/** The report was settled already. */
export function reportSettled(): ModerationError {
  return new ModerationError(
    'ERR_REPORT_SETTLED',
    'Cannot settle this report: it was settled already; decide about the server itself',
  )
}
