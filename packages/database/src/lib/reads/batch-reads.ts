import type { Sql } from '../statement.ts'

/** Asks for one JSON value. */
export type Ask = (sql: Sql) => Promise<unknown>

/** Questions that go together at most: a statement has a length that Postgres plans in no time. */
const MAX_TOGETHER = 50

interface Waiting {
  values: readonly unknown[]
  resolve(value: unknown): void
  reject(error: unknown): void
}

/**
 * Puts questions together that differ only in their values and are asked in the same moment, as the resolvers of a list
 * do: one statement, however long the list is.
 *
 * @param run Runs a statement whose rows have one JSON value each, in `rows`
 */
export function createBatch(
  run: (sql: Sql, options: { isPlannedAnew: boolean }) => Promise<{ rows: unknown }[]>,
): Ask {
  const waiting = new Map<string, Waiting[]>()

  async function runAlone(text: string, { values, resolve, reject }: Waiting): Promise<void> {
    try {
      const [row] = await run({ text, values }, { isPlannedAnew: false })
      resolve(row?.rows)
    } catch (error) {
      reject(error)
    }
  }

  async function runTogether(text: string, questions: readonly Waiting[]): Promise<void> {
    try {
      const rows = await run(join(text, questions), { isPlannedAnew: true })
      questions.forEach(({ resolve }, index) => resolve(rows[index]?.rows))
    } catch {
      // One of them cannot be answered; the others must not suffer for it.
      await Promise.all(questions.map((question) => runAlone(text, question)))
    }
  }

  function flush(text: string): void {
    const questions = waiting.get(text) ?? []
    waiting.delete(text)
    for (let at = 0; at < questions.length; at += MAX_TOGETHER) {
      const some = questions.slice(at, at + MAX_TOGETHER)
      const [first] = some
      void (first && some.length === 1 ? runAlone(text, first) : runTogether(text, some))
    }
  }

  return ({ text, values }) =>
    new Promise((resolve, reject) => {
      const questions = waiting.get(text)
      if (questions) return void questions.push({ values, resolve, reject })
      waiting.set(text, [{ values, resolve, reject }])
      // Resolvers of one list may each have waited for something that was there already.
      void Promise.resolve()
        .then(() => {})
        .then(() => flush(text))
    })
}

/** The texts one below the other, in the order of the questions. */
function join(text: string, questions: readonly Waiting[]): Sql {
  const values: unknown[] = []
  const parts = questions.map((question, index) => {
    const offset = values.length
    values.push(...question.values)
    const moved = text.replaceAll(/\$(\d+)/g, (_all, number) => `$${Number(number) + offset}`)
    return `SELECT ${index} AS at, (${moved}) AS rows`
  })
  return { text: `SELECT rows FROM (${parts.join(' UNION ALL ')}) each ORDER BY at`, values }
}
