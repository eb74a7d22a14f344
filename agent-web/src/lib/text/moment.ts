/** Dates and durations as a reader of a language writes them. Pure: the clock and zone are given. */

const STEPS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const satisfies readonly [Intl.RelativeTimeFormatUnit, number][]

const LENGTHS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

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

/** Says how long a state lasted, in its largest unit: "3 hr", "2 days". */
export function formatLength(milliseconds: number, locale: string): string {
  const seconds = Math.max(60, milliseconds / 1000)
  const [unit, length] = LENGTHS.find(([, length]) => seconds >= length) ?? LENGTHS[2]
  const format = new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' })
  return format.format(Math.round(seconds / length))
}

/** Says a part of a whole in percent. Rounded down: what was not always so is never 100 %. */
export function formatShare(share: number, locale: string): string {
  const format = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
  return format.format(Math.floor(share * 1000) / 1000)
}

/** Whether a text is a point in time as ISO 8601 writes it, with its zone. */
export function isMoment(text: string): boolean {
  const pattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/
  return pattern.test(text) && !Number.isNaN(Date.parse(text))
}
