/** A picture of a server, a tool, a resource or a prompt (MCP icons). */
export interface Icon {
  /** `https:`, or `data:` with the picture itself. */
  readonly src: string
  readonly mimeType?: string
  /** `48x48`, or `any` for one that scales. */
  readonly sizes?: readonly string[]
  /** The background that it is made for (default: any) */
  readonly theme?: 'light' | 'dark'
}

/** What pictures of inline data may weigh, as text: an agent's client loads them with every list. */
const MAX_ICON_CHARS = 16_384

/**
 * Sees that icons can be shown by every client.
 *
 * @throws TypeError For an address that is neither `https:` nor a picture in `data:`
 */
export function assertIcons(icons: readonly Icon[] = []): void {
  for (const { src } of icons) {
    const isInline = /^data:image\/[a-z0-9.+-]+[;,]/i.test(src) && src.length <= MAX_ICON_CHARS
    if (isInline || (URL.canParse(src) && new URL(src).protocol === 'https:')) continue
    throw new TypeError(
      `"${src.slice(0, 80)}" is no icon: it needs an https address, or a picture in a data address of at most ${MAX_ICON_CHARS} characters`,
    )
  }
}

/** As the SDK takes it, which wants lists of its own. */
export function toWireIcon({ sizes, ...icon }: Icon) {
  return { ...icon, ...(sizes === undefined ? {} : { sizes: [...sizes] }) }
}
