import type { Reason } from './explain.ts'

/** Says in a few words why a result fits, for who pays for each of them: `name: weather; tool get_alerts: storm`. */
export function shortReason(why: readonly Reason[]): string {
  return why
    .map(({ field, tool, words, meanings }) => {
      const place = tool === undefined ? field : `${field} ${tool}`
      // What both speak of is only worth a word where no word is the same.
      const said = words.length > 0 ? words : meanings
      return `${place}: ${said.join(', ')}`
    })
    .join('; ')
}
