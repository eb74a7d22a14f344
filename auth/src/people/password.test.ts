import { describe, expect, it } from 'vitest'
import { findPasswordFailure, hashPassword, verifyPassword } from './password.ts'

const cost = { N: 16, r: 8, p: 1 }

describe('hashPassword()', () => {
  it('salts: two hashes of one password differ, and both verify', async () => {
    const [one, two] = await Promise.all([
      hashPassword('secret', cost),
      hashPassword('secret', cost),
    ])
    expect(one).toMatch(/^scrypt\$16\$8\$1\$[\w-]{22}\$[\w-]{43}$/)
    expect(one).not.toBe(two)
    expect(await verifyPassword('secret', one)).toBe(true)
    expect(await verifyPassword('secret', two)).toBe(true)
  })
})

describe('verifyPassword()', () => {
  it('takes the same password in another composition', async () => {
    expect(await verifyPassword('Cafe\u0301', await hashPassword('Caf\u00e9', cost))).toBe(true)
  })

  it('refuses any other, and any without a stored hash', async () => {
    const stored = await hashPassword('secret', cost)
    expect(await verifyPassword('Secret', stored)).toBe(false)
    expect(await verifyPassword('', stored)).toBe(false)
    expect(await verifyPassword('secret', undefined, cost)).toBe(false)
    expect(await verifyPassword('secret', 'plain$secret', cost)).toBe(false)
    expect(await verifyPassword('x'.repeat(100_000), stored)).toBe(false)
  })
})

it.each([
  ['short', 'short'],
  ['x'.repeat(257), 'long'],
  ['Me@People.Example', 'like_email'],
  ['long enough', undefined],
])('finds %j %s', (password, failure) => {
  expect(findPasswordFailure(password, 'me@people.example')).toBe(failure)
})
