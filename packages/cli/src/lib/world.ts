/** All that a command may touch besides files: handed in, so that a test runs it in its own process. */
export interface World {
  stdout(text: string): void
  stderr(text: string): void
  /** The folder that the command was called in. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly fetch: typeof fetch
  /** Milliseconds since the epoch. */
  now(): number
  /** Shows an address in the person's browser; rejects where there is none. */
  openBrowser(address: string): Promise<unknown>
  /** Asks the person one question and returns the line that they write; absent where nobody sits at a terminal. */
  readonly ask?: (question: string) => Promise<string>
  /** Aborts when the person stops the command. */
  readonly signal: AbortSignal
}
