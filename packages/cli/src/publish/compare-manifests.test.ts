import type { Manifest } from '@toolgraph/worker'
import { describe, expect, it } from 'vitest'
import { compareManifests, isDifferent, needsNewVersion } from './compare-manifests.ts'
import { describeDifference } from './describe-difference.ts'

const TOOL = {
  name: 'get_weather',
  title: 'Weather',
  description: 'Tells the weather of a city',
  inputSchema: { type: 'object', properties: { city: { type: 'string' } } },
  annotations: { readOnlyHint: true } as const,
  scopes: ['weather:read'],
  translations: { ja: { title: '天気' } },
}
const MANIFEST: Manifest = {
  name: 'com.example/weather',
  version: '1.0.0',
  title: 'Weather',
  description: 'Weather of a few cities',
  url: 'https://weather.example/mcp',
  tags: [],
  categories: ['travel'],
  translations: {},
  scopes: [{ name: 'weather:read', description: 'See the weather' }],
  tools: [TOOL],
}

/** As a graph keeps it: in JSON, without what is empty, with one spelling of the address. */
const LISTED = { ...JSON.parse(JSON.stringify(MANIFEST)), tags: undefined, translations: null }

describe('compareManifests()', () => {
  it('finds no difference where there is none, whatever the order and however it is stored', () => {
    const listed = Object.fromEntries(Object.entries(LISTED).toReversed())
    const spelled = { ...MANIFEST, url: 'https://Weather.example:443/mcp', title: 'Weather ' }
    expect(isDifferent(compareManifests(listed, MANIFEST))).toBe(false)
    expect(isDifferent(compareManifests(listed, spelled))).toBe(false)
  })

  it('says all that is new of a server that is not listed', () => {
    const difference = compareManifests(undefined, MANIFEST)
    expect(difference).toMatchObject({
      isNew: true,
      tools: { added: ['get_weather'] },
      scopes: { added: ['weather:read'] },
    })
    expect(needsNewVersion(difference)).toBe(false)
    expect(describeDifference(difference)).toContain('+ tool get_weather')
  })

  it('names tools and scopes that come and go, and the very place that changed', () => {
    const { description: _old, ...rest } = TOOL
    const properties = { city: { type: 'string', description: 'Its name' } }
    const next: Manifest = {
      ...MANIFEST,
      version: '1.1.0',
      title: 'The weather',
      scopes: [{ name: 'weather:all', description: 'See all' }],
      tools: [
        { ...rest, description: 'Tells it', inputSchema: { type: 'object', properties } },
        { ...TOOL, name: 'get_rain' },
      ],
    }
    const listed = { ...LISTED, tools: [...LISTED.tools, { ...TOOL, name: 'get_snow' }] }
    expect(describeDifference(compareManifests(listed, next)).split('\n')).toEqual([
      '~ version: "1.0.0" → "1.1.0"',
      '~ title: "Weather" → "The weather"',
      '- scope weather:read',
      '+ scope weather:all',
      '- tool get_snow',
      '+ tool get_rain',
      '~ tool get_weather',
      '    ~ description: "Tells the weather of a city" → "Tells it"',
      '    + inputSchema.properties.city.description: "Its name"',
    ])
  })

  it('shows no control character of what a graph lists', () => {
    const listed = { ...LISTED, title: 'Weather\u001b]0;evil\u0007' }
    expect(describeDifference(compareManifests(listed, MANIFEST))).not.toMatch(/\p{Cc}/u)
  })
})

describe('needsNewVersion()', () => {
  const changed: readonly [what: string, needs: boolean, manifest: Manifest][] = [
    ['a title', false, { ...MANIFEST, title: 'The weather' }],
    [
      'an icon',
      false,
      { ...MANIFEST, tools: [{ ...TOOL, icons: [{ src: 'https://weather.example/i.png' }] }] },
    ],
    ['a translation', false, { ...MANIFEST, tools: [{ ...TOOL, translations: {} }] }],
    ['a reason', false, { ...MANIFEST, scopes: [{ name: 'weather:read', description: 'See it' }] }],
    ['a description of a tool', true, { ...MANIFEST, tools: [{ ...TOOL, description: 'x' }] }],
    ['a tool', true, { ...MANIFEST, tools: [] }],
    ['a scope', true, { ...MANIFEST, scopes: [] }],
    ['a tool in a new version', false, { ...MANIFEST, version: '1.1.0', tools: [] }],
  ]
  it.each(changed)('after a change of %s: %s', (_what, needs, manifest) => {
    expect(needsNewVersion(compareManifests(LISTED, manifest))).toBe(needs)
  })
})
