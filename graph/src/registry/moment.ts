const RFC_3339 =
  /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-](?:0\d|1[0-5]):[0-5]\d)$/i

const FIRST = Date.parse('0001-01-01T00:00:00Z')
const LAST = Date.parse('9999-12-31T23:59:59.999Z')

/**
 * Reads an RFC 3339 moment that a database can keep: of the years 1 to 9999 in UTC, on a day that the calendar has.
 *
 * Pure: no I/O, no clock.
 *
 * @returns `undefined` for every other text
 */
export function parseMoment(text: string): Date | undefined {
  const [, day] = RFC_3339.exec(text) ?? []
  const moment = new Date(text)
  if (day === undefined || !isDay(day)) return undefined
  return moment.getTime() >= FIRST && moment.getTime() <= LAST ? moment : undefined
}

/** The same as a condition of a schema. */
export function isMoment(text: string): boolean {
  return parseMoment(text) !== undefined
}

/** A `Date` takes 30 February for 2 March. */
function isDay(day: string): boolean {
  const date = new Date(day)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day)
}
