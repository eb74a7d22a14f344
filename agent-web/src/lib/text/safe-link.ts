/**
 * Lets an address from a server become a link only if it is http or https; `undefined` for
 * anything else (`javascript:`, `data:`, words).
 */
export function safeLink(text: string | null | undefined): string | undefined {
  if (text === null || text === undefined || !/^https?:\/\//i.test(text)) return undefined
  return URL.canParse(text) ? text : undefined
}
