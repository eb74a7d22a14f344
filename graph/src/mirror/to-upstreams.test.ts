import { describe, expect, it } from 'vitest'
import { toUpstreams } from './to-upstreams.ts'

describe('toUpstreams()', () => {
  it.each([
    ['https://registry.example', 'https://registry.example'],
    ['https://registry.example/', 'https://registry.example'],
    ['https://registry.example/v0.1', 'https://registry.example'],
    ['https://registry.example/v0/servers/', 'https://registry.example'],
    ['https://registry.example/team/v0.1/servers', 'https://registry.example/team'],
    ['http://localhost:4200/', 'http://localhost:4200'],
  ])('takes %s as %s', (address, upstream) => {
    expect(toUpstreams([address])).toEqual([upstream])
  })

  it.each(['registry.example', 'ftp://registry.example', ''])('refuses "%s"', (address) => {
    expect(() => toUpstreams([address])).toThrow(/^Cannot mirror "/)
  })
})
