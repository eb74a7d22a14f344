import { existsSync } from 'node:fs'
import path from 'node:path'
import { describe } from 'vitest'

/** The real registry's records, where they stand beside the checkout. */
export const CORPUS_FILE = path.resolve(
  import.meta.dirname,
  '../../../../../shared/corpus/official-registry.json',
)

/** Whether they do. */
export const HAS_CORPUS = existsSync(CORPUS_FILE)

/** Describes what is compared with the real records; where they are missing, it says so and compares nothing. */
export function describeOnCorpus(name: string, tests: () => void): void {
  if (HAS_CORPUS) describe(name, tests)
  else console.warn(`Not compared, as the real records are not beside the checkout: ${name}`)
}
