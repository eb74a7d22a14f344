import { isInline, toPictureType, type Icon, type IconTheme } from './icon.ts'

/** Where an icon is shown large, in pixels of a sharp screen. */
const WANTED_SIDE = 128
const MAX_ADDRESS_CHARS = 2048

/**
 * Chooses the icon that is shown: of a kind that we show, for this background, and large enough to be sharp without
 * being larger than it must. Of equals, the publisher's first.
 *
 * Pure: no I/O.
 *
 * @param theme The background it will stand on (default: unknown)
 */
export function pickIcon(icons: readonly Icon[], theme?: IconTheme): Icon | undefined {
  const [best] = icons
    .filter(canBeShown)
    .toSorted((a, b) => themeCost(a, theme) - themeCost(b, theme) || sizeCost(a) - sizeCost(b))
  return best
}

function canBeShown(icon: Icon): boolean {
  const { src, mimeType } = icon
  if (mimeType !== undefined && !toPictureType(mimeType)) return false
  return isInline(icon) || (/^https?:/i.test(src) && src.length <= MAX_ADDRESS_CHARS)
}

function themeCost({ theme }: Icon, wanted: IconTheme | undefined): number {
  if (theme === wanted) return 0
  if (theme === undefined) return 1
  return theme === 'light' ? 2 : 3
}

/** Without sizes an icon fits any. */
function sizeCost({ sizes }: Icon): number {
  return sizes.length === 0 ? 0 : Math.min(...sizes.map(costOf))
}

/** What is too small looks worse than what is too large. */
function costOf(size: string): number {
  if (size === 'any') return 0
  const sides = /^(\d{1,5})x(\d{1,5})$/.exec(size)?.slice(1).map(Number) ?? [0]
  const side = Math.min(...sides)
  return side < WANTED_SIDE ? (WANTED_SIDE - side) * 1000 : side - WANTED_SIDE
}
