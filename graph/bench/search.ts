// How well search finds what is meant, beside plain BM25 over the same texts. `--json` prints one object and nothing else.
import path from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { CORPUS_FILE } from '@toolgraph/testing'
import { isHeldOut, measure } from './search/measure.ts'
import { bm25, ours } from './search/rankers.ts'
import { toJson, toTable, type Row } from './search/report.ts'
import { readSets } from './search/sets.ts'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    folder: { type: 'string', default: path.join(path.dirname(CORPUS_FILE), 'search') },
  },
})
const rows: Row[] = Object.entries(readSets(values.folder)).map(([name, set]) => {
  const rankers = { ours: ours(set), bm25: bm25(set) }
  const all = (ranker: keyof typeof rankers, only?: (query: string) => boolean) =>
    measure(set.wanted, rankers[ranker], only)
  return {
    name,
    ours: all('ours'),
    bm25: all('bm25'),
    seen: all('ours', (query) => !isHeldOut(query)),
    heldOut: all('ours', isHeldOut),
  }
})
process.stdout.write(`${values.json ? JSON.stringify(toJson(rows)) : toTable(rows)}\n`)
