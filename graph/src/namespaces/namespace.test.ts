import { describe, expect, it } from 'vitest'
import {
  ancestorsOf,
  domainSchema,
  findGoverning,
  findReserved,
  isSpecialUse,
  namespaceOf,
  parseReserved,
  toNamespace,
  type Namespace,
} from './namespace.ts'
import { findLookAlike, skeletonOf } from './skeleton.ts'

const held = (namespace: string, ownerId: string, other: Partial<Namespace> = {}): Namespace => ({
  namespace,
  ownerId,
  method: 'first_come',
  includesChildren: false,
  isProven: false,
  ...other,
})
const proven = (namespace: string, ownerId: string, includesChildren = true) =>
  held(namespace, ownerId, { method: 'dns', isProven: true, includesChildren })

describe('namespaces', () => {
  it('come from names and domains', () => {
    expect(namespaceOf('Com.Acme.Team/Weather')).toBe('com.acme.team')
    expect(toNamespace('team.Acme.com')).toBe('com.acme.team')
    expect(ancestorsOf('com.acme.team')).toEqual(['com.acme', 'com'])
    expect(ancestorsOf('com')).toEqual([])
  })

  it.each(['acme.com', 'a.b.co.jp', 'xn--eckwd4c7c.jp', 'a-b.dev'])('can be of %s', (domain) => {
    expect(domainSchema.safeParse(domain).success).toBe(true)
  })

  it.each([
    '',
    'acme',
    '127.0.0.1',
    '[::1]',
    'acme.com:8080',
    'acme.com/x',
    'a..com',
    '-a.com',
    'a-.com',
    'acme.com.',
    'user@acme.com',
    `${'a'.repeat(64)}.com`,
    'アクメ.jp',
  ])('cannot be of %j', (domain) => {
    expect(domainSchema.safeParse(domain).success).toBe(false)
  })
})

describe('findGoverning()', () => {
  it.each<[string, string, Namespace[], string | undefined]>([
    ['nobody', 'com.acme', [], undefined],
    ['who came first', 'com.acme', [held('com.acme', 'first')], 'first'],
    ['its proof', 'com.acme', [proven('com.acme', 'acme')], 'acme'],
    ['a proof from above', 'com.acme.team', [proven('com.acme', 'acme')], 'acme'],
    ['no proof of the exact domain', 'com.acme.team', [proven('com.acme', 'a', false)], undefined],
    [
      'a proof from above, not who came first',
      'com.acme.team',
      [held('com.acme.team', 'first'), proven('com.acme', 'acme')],
      'acme',
    ],
    [
      'the nearest proof',
      'com.acme.team',
      [proven('com.acme', 'acme'), proven('com.acme.team', 'team', false)],
      'team',
    ],
    ['nobody who came first above', 'com.acme.team', [held('com.acme', 'first')], undefined],
  ])('gives the word to %s', (_who, namespace, known, ownerId) => {
    expect(findGoverning(namespace, known)?.ownerId).toBe(ownerId)
  })
})

describe('namespaces that are nobody’s', () => {
  it.each(['com.example', 'org.example.team', 'test.notes', 'localhost', 'example.acme'])(
    '%s is for examples and tests',
    (namespace) => expect(isSpecialUse(namespace)).toBe(true),
  )
  it.each(['com.acme', 'com.examples', 'io.github.me', 'dev.example'])('%s is not', (namespace) =>
    expect(isSpecialUse(namespace)).toBe(false),
  )

  it('can be kept by the operator, with all below them', () => {
    const reserved = parseReserved(['dev.toolgraph=booking', 'Dev.Toolgraph=order', 'io.acme'])
    expect(findReserved(reserved, 'dev.toolgraph.team')).toEqual(new Set(['booking', 'order']))
    expect(findReserved(reserved, 'io.acme')).toEqual(new Set())
    expect(findReserved(reserved, 'dev.toolgraphs')).toBeUndefined()
  })
})

describe('findLookAlike()', () => {
  const wellKnown = ['com.notion', 'io.github.modelcontextprotocol', 'com.mailer', 'com.acme-corp']

  it.each([
    ['com.n0tion', 'com.notion'],
    ['com.notlon', 'com.notion'],
    ['com.notion-', 'com.notion'],
    ['io.glthub.modelcontextprotocol', 'io.github.modelcontextprotocol'],
    ['com.rnailer', 'com.mailer'],
    ['com.acmecorp', 'com.acme-corp'],
    ['com.notion', undefined],
    ['com.motion', undefined],
    ['com.notions', undefined],
    ['com.notion.team', undefined],
  ])('takes %s for %s', (namespace, other) => {
    expect(findLookAlike(namespace, wellKnown)).toBe(other)
  })

  it('reads the same skeleton out of what looks the same', () => {
    expect(skeletonOf('com.VV1k1')).toBe(skeletonOf('com.wlki'))
  })
})
