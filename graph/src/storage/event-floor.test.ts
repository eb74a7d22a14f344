import { describe, expect, it } from 'vitest'
import { createEventFloor } from './event-floor.ts'

describe('createEventFloor()', () => {
  it('stays below an id that is on its way, and is lifted when that has come', () => {
    const floor = createEventFloor(6n)
    floor.hear([7n, 9n])
    floor.lift({ oldest: 101n, next: 103n })
    // Transaction 101 holds id 8.
    floor.lift({ oldest: 101n, next: 104n })
    floor.lift({ oldest: 101n, next: 105n })
    expect([floor.id, floor.heard]).toEqual([6n, [7n, 9n]])

    floor.hear([8n, 12n])
    floor.lift({ oldest: 104n, next: 106n })
    expect([floor.id, floor.heard]).toEqual([9n, [12n]])
  })

  it('waits a look longer, for who has an id and no number yet', () => {
    const floor = createEventFloor(0n)
    floor.hear([2n])
    floor.lift({ oldest: 10n, next: 10n })
    // Who got id 1 before is 10 now.
    floor.lift({ oldest: 10n, next: 11n })
    floor.lift({ oldest: 10n, next: 12n })
    expect(floor.id).toBe(0n)
    floor.lift({ oldest: 12n, next: 12n })
    expect(floor.id).toBe(2n)
  })

  it('stays where it is while nothing is heard', () => {
    const floor = createEventFloor(5n)
    floor.lift({ oldest: 1n, next: 1n })
    floor.lift({ oldest: 9n, next: 9n })
    expect([floor.id, floor.heard]).toEqual([5n, []])
  })
})
