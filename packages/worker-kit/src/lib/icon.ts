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

/** As the SDK takes it, which wants lists of its own. */
export function toWireIcon({ sizes, ...icon }: Icon) {
  return { ...icon, ...(sizes === undefined ? {} : { sizes: [...sizes] }) }
}
