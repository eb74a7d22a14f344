import type { Counts, ImportReport } from './describe-import.ts'
import type { Oddities, Oddity } from './oddity.ts'
import { parseRecord } from './parse-record.ts'
import { planImport, type PlannedServer } from './plan-import.ts'

/** What an import needs: a place to write to. */
export interface ImportContext {
  /** Writes servers in bulk; what stands so already is not touched. */
  write(servers: readonly PlannedServer[]): Promise<{
    servers: Counts
    versions: Counts
    documents: number
    oddities: readonly Oddity[]
  }>
}

/**
 * Takes the records of another registry into this one. Whatever is odd is reported and never stops it; the same
 * records again change nothing.
 *
 * @param oddities What was odd already while reading
 */
export async function importRegistry(
  context: ImportContext,
  records: readonly unknown[],
  oddities: Oddities,
): Promise<ImportReport> {
  const versions = records.flatMap(
    (record, index) => parseRecord(record, `record ${index + 1}`, oddities) ?? [],
  )
  const outcome = await context.write(planImport(versions, oddities))
  oddities.addAll(outcome.oddities)
  return { ...outcome, records: records.length, oddities: oddities.list() }
}
