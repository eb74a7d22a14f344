import type { Viewer } from '../registry/viewer.ts'
import type { Decision, ReportReason } from './report.ts'

/** A report that is about to be kept. */
export interface ReportDraft {
  readonly serverId: string
  readonly reporter: string
  readonly reason: ReportReason
  readonly detail: string
  readonly now: Date
}

/** What is decided about a server. */
export interface Settlement {
  readonly viewer: Viewer
  readonly serverId: string
  /** The report that led to it; on a dismissal it alone is settled, else all open ones of the server. */
  readonly reportId?: string | undefined
  readonly decision: Decision
  readonly note: string
  readonly now: Date
}

/** Where reports are kept. */
export interface ReportStore {
  /** @returns The report's id; `undefined` where one of this person's stands */
  keep(report: ReportDraft): Promise<string | undefined>
  /** @returns The server that a report is about; `undefined` where there is no such report */
  findServer(reportId: string): Promise<string | undefined>
  /**
   * Decides about a server, in one transaction with what follows: its owner and, where it is not shown any more, who
   * is linked to it are told.
   *
   * @returns False where there is no such server, or the report is settled already
   */
  settle(settlement: Settlement): Promise<boolean>
}
