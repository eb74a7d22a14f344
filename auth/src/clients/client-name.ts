const MAX_NAME_LENGTH = 80

/**
 * Makes a name that a stranger gave safe to show: no control, bidirectional or invisible characters that
 * could make a page say something else, one line, bounded.
 *
 * Pure.
 */
export function toClientName(name: string): string {
  const oneLine = name
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const characters = [...oneLine]
  if (characters.length <= MAX_NAME_LENGTH) return oneLine
  return `${characters
    .slice(0, MAX_NAME_LENGTH - 1)
    .join('')
    .trimEnd()}…`
}
