/** Something that is wrong with a `server.json`, in the form of the registry API's `POST /validate`. */
export interface ServerJsonIssue {
  readonly type: 'json' | 'schema' | 'semantic' | 'linter'
  /** Where: `packages[0].transport.url`; empty for the whole. */
  readonly path: string
  readonly message: string
  readonly severity: 'error' | 'warning' | 'info'
  /** The rule: its name, or the keyword's place in the schema. */
  readonly reference: string
}

/** What a rule finds. */
export type Finding = Pick<ServerJsonIssue, 'path' | 'message' | 'reference'>

/** Writes the place of something within a `server.json`, as `packages[0].transport.url`. */
export function toPath(segments: readonly (string | number)[]): string {
  return segments
    .map((segment, index) => {
      if (typeof segment === 'number') return `[${segment}]`
      return index === 0 ? segment : `.${segment}`
    })
    .join('')
}
