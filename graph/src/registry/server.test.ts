import { describe, expect, it } from 'vitest'
import { parseInput } from './parse-input.ts'
import { publishServerSchema, serverName, toCanonicalUrl, updateServerSchema } from './server.ts'
import { isShallow, toStorable } from './to-storable.ts'

const least = { name: 'com.example/a1', version: '1.0.0', title: 'A', description: 'Does a' }

describe('serverName', () => {
  it.each(['com.example/weather', 'io.github.me/my_server', 'a1/b2', 'Com.Example/A.b-c'])(
    'takes %s',
    (name) => {
      expect(serverName.safeParse(name).success).toBe(true)
    },
  )

  it.each([
    'weather',
    'com.example/',
    '/weather',
    'a/b/c',
    'com.example/-a',
    'com.example/a b',
    '.a/bb',
    'a../bb',
    'com.example/日本',
    `a/${'b'.repeat(200)}`,
  ])('refuses %s', (name) => {
    expect(serverName.safeParse(name).success).toBe(false)
  })
})

describe('publishServerSchema', () => {
  it('reads null as left out, as GraphQL sends it', () => {
    const parsed = publishServerSchema.parse({ ...least, url: null, tags: null, tools: null })
    expect(parsed).toMatchObject({ url: undefined, tags: undefined, tools: undefined })
  })

  it('writes tags and endpoints in one spelling', () => {
    const parsed = publishServerSchema.parse({
      ...least,
      url: 'HTTPS://Rooms.Example:443/mcp',
      tags: ['Rooms ', 'rooms'],
    })
    expect(parsed).toMatchObject({ url: 'https://rooms.example/mcp', tags: ['rooms'] })
  })

  it('names the fault and its place', () => {
    const wrong = { ...least, tools: [{ name: 'a b', description: '', inputSchema: {} }], more: 1 }
    expect(() => parseInput(publishServerSchema, wrong, 'the server')).toThrow(
      /^Cannot accept the server: "tools\.0\.name": must be 1 to 128 letters/,
    )
  })
})

describe('updateServerSchema', () => {
  it('cannot change what makes the version', () => {
    expect(updateServerSchema.safeParse({ title: 'B' }).success).toBe(true)
    for (const field of ['name', 'version', 'url', 'tools', 'scopes'])
      expect(updateServerSchema.safeParse({ [field]: 'x' }).success).toBe(false)
  })
})

describe('toCanonicalUrl()', () => {
  it.each([
    ['https://a.example', 'https://a.example'],
    ['https://a.example/', 'https://a.example/'],
    ['https://A.example/mcp', 'https://a.example/mcp'],
    ['http://localhost:4301/mcp', 'http://localhost:4301/mcp'],
    ['https://a.example/x/../mcp', 'https://a.example/mcp'],
  ])('%s → %s', (given, canonical) => {
    expect(toCanonicalUrl(given)).toBe(canonical)
  })
})

describe('toStorable()', () => {
  it('replaces what a database cannot keep, in keys and values at any depth', () => {
    const moment = new Date(0)
    expect(toStorable({ 'a\u0000': ['b\uD800', { c: '\uDC00d' }], n: 1, moment })).toEqual({
      'a\uFFFD': ['b\uFFFD', { c: '\uFFFDd' }],
      n: 1,
      moment,
    })
  })
})

describe('isShallow()', () => {
  it('looks at what was made to overflow a stack without overflowing its own', () => {
    const nested = (depth: number) => JSON.parse('['.repeat(depth) + ']'.repeat(depth))
    expect(isShallow(nested(100))).toBe(true)
    expect(isShallow(nested(102))).toBe(false)
    expect(isShallow(nested(5000))).toBe(false)
  })
})
