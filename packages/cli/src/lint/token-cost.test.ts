import { expect, it } from 'vitest'
import { estimateTokens, estimateToolCost } from './token-cost.ts'

// Counted with o200k_base (gpt-tokenizer 4.0.0).
it.each([
  ['Finds free meeting rooms and books them for you.', 9, 13],
  ['空いている会議室を探し、あなたのために予約します。', 14, 20],
])('estimates %s', (text, least, most) => {
  expect(estimateTokens(text)).toBeGreaterThanOrEqual(least)
  expect(estimateTokens(text)).toBeLessThanOrEqual(most)
})

it('counts of a tool what a model is given, and nothing else', () => {
  const tool = { name: 'add', description: 'Adds', inputSchema: { type: 'object' } }
  const more = { title: 'Add', outputSchema: { type: 'object' }, scopes: ['x'], translations: {} }
  expect(estimateToolCost({ ...tool, ...more })).toBe(estimateToolCost(tool))
})
