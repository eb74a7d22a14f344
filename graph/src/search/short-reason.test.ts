import { expect, it } from 'vitest'
import { shortReason } from './short-reason.ts'

it('names places and words, and a meaning only where no word is the same', () => {
  const why = [
    { field: 'name', words: ['weather'], meanings: ['weather'] },
    { field: 'tool', tool: 'get_alerts', words: [], meanings: ['disaster'] },
  ] as const
  const reasons = why.map((one) => ({ ...one, words: [...one.words], meanings: [...one.meanings] }))
  expect(shortReason(reasons)).toBe('name: weather; tool get_alerts: disaster')
})
