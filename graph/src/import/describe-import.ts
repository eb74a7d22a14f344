import { ODDITIES, type Oddity, type OddityKind } from './oddity.ts'

/** What an import did. */
export interface ImportReport {
  records: number
  servers: Counts
  versions: Counts
  /** Search documents written. */
  documents: number
  oddities: readonly Oddity[]
}

/** How many rows were new, were other than before, or stood so already. */
export interface Counts {
  added: number
  changed: number
  unchanged: number
}

/** Nothing yet. */
export const NO_COUNTS: Counts = { added: 0, changed: 0, unchanged: 0 }

/** Adds up. */
export function addCounts(a: Counts, b: Counts): Counts {
  return {
    added: a.added + b.added,
    changed: a.changed + b.changed,
    unchanged: a.unchanged + b.unchanged,
  }
}

/**
 * Says what an import did: one line for each oddity, then how many of each kind, then what changed.
 *
 * Pure: no I/O, no clock.
 *
 * @param options `isQuiet`: without the single oddities
 */
export function describeImport(report: ImportReport, { isQuiet = false } = {}): string[] {
  const { records, servers, versions, documents, oddities } = report
  const isSame =
    sum(servers) > 0 && servers.added + servers.changed + versions.added + versions.changed === 0
  return [
    ...(isQuiet ? [] : oddities.map(describeOddity)),
    ...(oddities.length > 0 ? ['Oddities:', ...summarize(oddities)] : []),
    `Read ${count(records, 'record')} of ${count(sum(servers), 'server')}`,
    `Servers: ${describeCounts(servers)}`,
    `Versions: ${describeCounts(versions)}`,
    isSame ? 'Nothing has changed' : `Search: ${count(documents, 'document')} written`,
  ]
}

function describeOddity({ kind, subject, count: times, detail }: Oddity): string {
  const often = times > 1 ? ` (${times} records)` : ''
  return `! ${subject} ${ODDITIES[kind]}${detail ? ` (${detail})` : ''}${often}`
}

function summarize(oddities: readonly Oddity[]): string[] {
  return [...Map.groupBy(oddities, ({ kind }) => kind)].map(([kind, all]) => {
    const records = all.reduce((total, oddity) => total + oddity.count, 0)
    const subjects = records === all.length ? '' : `, ${count(all.length, 'server')}`
    return `  ${String(records).padStart(5)}  ${explain(kind)}${subjects}`
  })
}

function explain(kind: OddityKind): string {
  return `${kind.replaceAll('_', ' ')}: ${ODDITIES[kind]}`
}

function describeCounts({ added, changed, unchanged }: Counts): string {
  return `${added} added, ${changed} changed, ${unchanged} unchanged`
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

function sum({ added, changed, unchanged }: Counts): number {
  return added + changed + unchanged
}
