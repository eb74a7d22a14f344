import { createInterface } from 'node:readline/promises'

/** Makes the way to ask the person at the terminal; `undefined` where nobody sits at one. */
export function createAsk(
  signal: AbortSignal,
): ((question: string) => Promise<string>) | undefined {
  const { stdin: input, stderr: output } = process
  if (!input.isTTY || !output.isTTY) return undefined
  return async (question) => {
    // What a command prints may be read by a program, so questions go where errors go.
    const terminal = createInterface({ input, output })
    try {
      return await terminal.question(question, { signal })
    } finally {
      terminal.close()
    }
  }
}
