import type { Quality } from './measure.ts'

/** What was measured on one set. */
export interface Row {
  name: string
  ours: Quality
  bm25: Quality
  /** Ours, on the half that was looked at while ranking was worked on. */
  seen: Quality
  /** Ours, on the other half. */
  heldOut: Quality
}

/** The whole sets, for a program. */
export function toJson(rows: readonly Row[]): Record<string, { ours: Quality; bm25: Quality }> {
  return Object.fromEntries(rows.map(({ name, ours, bm25 }) => [name, { ours, bm25 }]))
}

const COLUMNS = ['recallAt5', 'ndcgAt10', 'mrr', 'zeroHitRate'] as const

/** A table in Markdown, for people. */
export function toTable(rows: readonly Row[]): string {
  const lines = rows.flatMap(({ name, ours, bm25, seen, heldOut }) => [
    [name, 'ours', ...numbers(ours)],
    ['', 'ours, seen half', ...numbers(seen)],
    ['', 'ours, held-out half', ...numbers(heldOut)],
    ['', 'BM25', ...numbers(bm25)],
  ])
  const table = [
    ['set', 'ranking', 'recall@5', 'nDCG@10', 'MRR', 'zero hits'],
    ['---', '---', '---', '---', '---', '---'],
    ...lines,
  ]
  return table.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function numbers(quality: Quality): string[] {
  return COLUMNS.map((column) => quality[column].toFixed(3))
}
