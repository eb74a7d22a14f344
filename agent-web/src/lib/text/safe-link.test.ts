import { describe, expect, it } from 'vitest'
import { safeLink } from './safe-link.ts'

describe('safeLink()', () => {
  it.each(['https://example.com/a?b#c', 'http://localhost:4301/mcp'])('lets %s pass', (address) => {
    expect(safeLink(address)).toBe(address)
  })

  it.each([
    'javascript:alert(1)',
    ' https://example.com',
    'data:text/html,hi',
    '//example.com',
    'https://',
    'words',
    '',
    null,
    undefined,
  ])('refuses %s', (address) => {
    expect(safeLink(address)).toBeUndefined()
  })
})
