/** Work that comes again and again, each piece under the words of its fault: "Cannot " and these. */
export type Chores = Readonly<Record<string, () => Promise<unknown>>>

/** How chores are run. */
export interface RunChoresOptions {
  /** Hears of each that failed. */
  readonly onFault: (message: string, error: unknown) => void
  /** Ends it before the next one; what the end itself makes fail is no fault. */
  readonly signal?: AbortSignal
}

/**
 * Runs chores one after the other. One that fails keeps no other from running.
 *
 * @returns The words of those that failed
 */
export async function runChores(
  chores: Chores,
  { onFault, signal }: RunChoresOptions,
): Promise<string[]> {
  const failed: string[] = []
  for (const [words, run] of Object.entries(chores)) {
    if (signal?.aborted) break
    try {
      await run()
    } catch (error) {
      if (signal?.aborted) break
      failed.push(words)
      onFault(`Cannot ${words}`, error)
    }
  }
  return failed
}
