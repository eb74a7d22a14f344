import fc from 'fast-check'
import { expect, it } from 'vitest'
import { nearNameParts } from './name-parts.ts'

/** As `graph.name_parts` says it. */
function partsOf(name: string): string[] {
  const tail = Math.floor(name.length / 4)
  const head = name.length - 2 * tail
  const middle = name.slice(head, head + tail)
  const last = name.slice(head + tail)
  return [`a${name.slice(0, head)}`, `b${middle}`, `c${last}`].map((part) => name.length + part)
}

const name = fc.stringMatching(/^[a-z]{2,12}\.[a-z]{2,12}\/[a-z\d-]{3,20}$/)
const change = fc.record({
  at: fc.nat(),
  by: fc.constantFrom('lost', 'added', 'other'),
  letter: fc.constantFrom('a', 'q', '-', '7'),
})
type Change = { at: number; by: string; letter: string }

function mistype(text: string, { at, by, letter }: Change): string {
  const place = at % text.length
  const added = by === 'lost' ? '' : letter
  return text.slice(0, place) + added + text.slice(by === 'added' ? place : place + 1)
}

it('shares a part with every name that differs by two errors', () => {
  fc.assert(
    fc.property(name, change, change, (meant, one, other) => {
      const written = mistype(mistype(meant, one), other)
      const near = new Set(nearNameParts(written))
      expect([written, partsOf(meant).some((part) => near.has(part))]).toEqual([written, true])
    }),
    { numRuns: 2000 },
  )
})

it('shares none with another name', () => {
  const near = nearNameParts('com.notionn/mcp')
  expect(partsOf('com.notion/mcp').some((part) => near.includes(part))).toBe(true)
  expect(partsOf('dev.weather/api').some((part) => near.includes(part))).toBe(false)
})
