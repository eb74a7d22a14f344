/** Dates and durations as a reader of a language writes them. Pure: the clock and zone are given. */

const STEPS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const satisfies readonly [Intl.RelativeTimeFormatUnit, number][]

/** Says a moment in full. @param zone The time zone (default: the reader's own) */
export function formatMoment(iso: string, locale: string, zone?: string): string {
  const format = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    ...(zone === undefined ? {} : { timeZone: zone }),
  })
  return format.format(new Date(iso))
}

/** Says the day of a moment. @param zone The time zone (default: the reader's own) */
export function formatDay(iso: string, locale: string, zone?: string): string {
  const format = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    ...(zone === undefined ? {} : { timeZone: zone }),
  })
  return format.format(new Date(iso))
}

/** Says how far a moment is from now: "5 minutes ago", "in 3 days". */
export function formatRelative(iso: string, locale: string, now: number): string {
  const seconds = Math.round((Date.parse(iso) - now) / 1000)
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })

  for (const [unit, length] of STEPS) {
    if (Math.abs(seconds) >= length) return format.format(Math.trunc(seconds / length), unit)
  }
  return format.format(0, 'second')
}

/** Says how long something took: "320 ms", "4.2 sec". */
export function formatDuration(milliseconds: number, locale: string): string {
  const isShort = milliseconds < 1000
  const format = new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: isShort ? 'millisecond' : 'second',
    unitDisplay: 'short',
    maximumFractionDigits: isShort ? 0 : 1,
  })
  return format.format(isShort ? milliseconds : milliseconds / 1000)
}

/** Whether a text is a point in time as ISO 8601 writes it, with its zone. */
export function isMoment(text: string): boolean {
  const pattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/
  return pattern.test(text) && !Number.isNaN(Date.parse(text))
}
