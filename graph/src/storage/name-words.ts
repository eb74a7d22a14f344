import { Prisma, type Database, type Transaction } from '@toolgraph/database'
import { nameWords } from '../search/name-words.ts'
import { toLexeme } from '../search/page.ts'
import { toTsquery } from './search-leaves.ts'

/** So many words are looked at by one call. */
const LOOKED_AT = 1000

/** Keeps the words of names that are new, for correcting misspelled ones. Waits for nobody who does the same. */
export async function addNameWords(
  transaction: Transaction,
  names: readonly string[],
): Promise<void> {
  await transaction.$executeRaw`INSERT INTO graph."NameWord" (word)
    SELECT made.word FROM unnest(${nameWords(names)}::text[]) AS made (word)
    WHERE NOT EXISTS (SELECT FROM graph."NameWord" k WHERE k.word = made.word)`
}

/**
 * Of the given words, those that documents hold: in a name, as most do, or anywhere.
 *
 * @param options.inPublic Whether only what everybody sees counts
 */
export async function heldNameWords(
  database: Database | Transaction,
  words: readonly string[],
  { inPublic }: { inPublic: boolean },
): Promise<string[]> {
  if (words.length === 0) return []
  const parts = words.map((word) => word.split(/[.-]+/))
  const asNames = parts.map((each) => toQuery(each, { isName: true }))
  const anywhere = parts.map((each) => toQuery(each, { isName: false }))
  const written = words.map((word, at) => ((parts[at]?.length ?? 0) > 1 ? word : null))
  const rows = await database.$queryRaw<{ word: string }[]>(Prisma.sql`
    SELECT asked.word FROM unnest(${words}::text[], ${asNames}::text[]::tsquery[],
      ${anywhere}::text[]::tsquery[], ${written}::text[])
      WITH ORDINALITY AS asked (word, as_name, anywhere, written, at)
    WHERE graph.is_name_word(as_name, written, ${inPublic}) OR graph.is_name_word(anywhere, written, ${inPublic})
    ORDER BY asked.at`)
  return rows.map(({ word }) => word)
}

function toQuery(parts: readonly string[], { isName }: { isName: boolean }): string {
  const lexemes = parts.map((part) => toLexeme(part, isName ? 'A' : ''))
  return toTsquery({ lexemes, isPrefix: !isName, value: 1 })
}

/**
 * Forgets words that no name has any more. Each call looks at some, from a random one on: nobody is told a word that has
 * gone, it only takes space. While somebody publishes, nothing is forgotten: what they add may be one of these words.
 *
 * @returns How many it forgot
 */
export async function pruneNameWords(database: Database): Promise<number> {
  const rows = await database.$queryRaw<{ word: string }[]>`
    SELECT word FROM graph."NameWord"
    WHERE id >= (SELECT floor(random() * max(id)) FROM graph."NameWord")
    ORDER BY id LIMIT ${LOOKED_AT}::int`
  const looked = rows.map(({ word }) => word)
  const gone = await listGone(database, looked)
  if (gone.length === 0) return 0
  return database.$transaction(async (transaction) => {
    const [row] = await transaction.$queryRaw<{ isHeld: boolean }[]>`
      SELECT graph.try_to_hold_name_words() AS "isHeld"`
    if (!row?.isHeld) return 0
    const stillGone = await listGone(transaction, gone)
    return transaction.$executeRaw`DELETE FROM graph."NameWord"
      WHERE word = ANY(${stillGone}::text[])`
  })
}

async function listGone(
  database: Database | Transaction,
  words: readonly string[],
): Promise<string[]> {
  const held = new Set(await heldNameWords(database, words, { inPublic: false }))
  return words.filter((word) => !held.has(word))
}
