import { describe, expect, it } from 'vitest'
import { randomToken } from '../keys/digest.ts'
import { deriveSuccessor } from './successor.ts'

describe('deriveSuccessor()', () => {
  const spent = randomToken('tgr_')
  const seed = randomToken()

  it('makes the same token of the same two, which looks like any refresh token', () => {
    expect(deriveSuccessor(spent, seed)).toBe(deriveSuccessor(spent, seed))
    expect(deriveSuccessor(spent, seed)).toMatch(/^tgr_[\w-]{43}$/)
  })

  it('makes another for another token or another seed, and contains neither', () => {
    const successor = deriveSuccessor(spent, seed)
    expect(deriveSuccessor(randomToken('tgr_'), seed)).not.toBe(successor)
    expect(deriveSuccessor(spent, randomToken())).not.toBe(successor)
    expect(successor).not.toContain(seed)
    expect(successor).not.toContain(spent.slice('tgr_'.length))
  })
})
