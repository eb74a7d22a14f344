import { createDatabase } from '@toolgraph/database/node'
import { searchServers } from '../../src/search/search-servers.ts'
import { createSearchIndex } from '../../src/storage/search-index.ts'
import { WISHES } from './operations.ts'

/** How long a search takes in the process that asks for it: no face, no HTTP. */
export interface SearchTime {
  name: string
  p50Ms: number
  p99Ms: number
}

/** Rounds before the first that counts: until then code is compiled, and statements are planned. */
const WARM_UP = 5

/** Measures the search alone, one at a time on one connection: of the two sides, one works while the other waits. */
export async function measureSearch(databaseUrl: string, rounds: number): Promise<SearchTime[]> {
  const database = createDatabase(databaseUrl, { max: 1 })
  const context = { index: createSearchIndex(database), viewer: undefined }
  const times: SearchTime[] = []
  for (const [name, wishes] of Object.entries(WISHES)) {
    const samples: number[] = []
    for (let round = -WARM_UP; round < rounds; round += 1) {
      for (const text of wishes.split(',')) {
        const started = performance.now()
        await searchServers(context, { text })
        if (round >= 0) samples.push(performance.now() - started)
      }
    }
    const sorted = samples.toSorted((a, b) => a - b)
    const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? NaN
    times.push({ name, p50Ms: at(0.5), p99Ms: at(0.99) })
  }
  await database.$disconnect()
  return times
}
