import { createSafeFetch } from '@toolgraph/safe-fetch'
import { describe, expect, it } from 'vitest'
import { createPackageCheck } from './create-package-check.ts'

const NAME = 'com.example/weather'
const DIGEST = `sha256:${'a'.repeat(64)}`

/** A check whose internet is a table of answers; what is not in it is 404. */
function checkWith(answers: Readonly<Record<string, unknown>>) {
  const asked: string[] = []
  const fetch = createSafeFetch({
    trustedOrigins: [],
    fetch: async (url) => {
      asked.push(String(url))
      const answer = answers[String(url)]
      if (answer instanceof Error) throw answer
      if (typeof answer === 'number') return new Response('slow down', { status: answer })
      if (answer === undefined) return new Response(null, { status: 404 })
      return new Response(typeof answer === 'string' ? answer : JSON.stringify(answer))
    },
  })
  const check = createPackageCheck(fetch, 'https://npm.example/')
  return {
    asked,
    check: (registryType: string, identifier: string, other: object = {}) =>
      check(
        { registryType, identifier, version: '1.0.0', ...other },
        NAME,
        AbortSignal.timeout(5000),
      ),
  }
}

const NPM = 'https://npm.example/%40example%2Fweather/1.0.0'
const PYPI = 'https://pypi.org/pypi/weather/1.0.0/json'
const NUGET = 'https://api.nuget.org/v3-flatcontainer/weather/1.0.0/readme'

describe('a package', () => {
  it.each([
    ['npm', '@example/weather', NPM, { mcpName: NAME }],
    ['pypi', 'weather', PYPI, { info: { description: `Weather\n\n<!-- mcp-name: ${NAME} -->` } }],
    ['nuget', 'Weather', NUGET, `# Weather\nmcp-name: ${NAME}.\n`],
  ])('of %s is owned when it says so itself', async (type, identifier, url, answer) => {
    expect(await checkWith({ [url]: answer }).check(type, identifier)).toBe('owned')
  })

  it.each([
    ['npm', '@example/weather', NPM, {}],
    ['npm', '@example/weather', NPM, { mcpName: `${NAME}-2` }],
    ['pypi', 'weather', PYPI, { info: { description: `mcp-name: ${NAME}-2` } }],
    ['pypi', 'weather', PYPI, { info: {} }],
    ['nuget', 'Weather', NUGET, `mcp-name: other.${NAME}`],
  ])('of %s that says another name is foreign', async (type, identifier, url, answer) => {
    expect(await checkWith({ [url]: answer }).check(type, identifier)).toBe('foreign')
  })

  it.each([429, 500, 503, 401, new TypeError('fetch failed'), 'no json'])(
    'is not proven by an answer that failed (%s)',
    async (answer) => {
      expect(await checkWith({ [NPM]: answer }).check('npm', '@example/weather')).toBe('unreadable')
    },
  )

  it('is foreign at a registry of somebody’s own, of an unknown kind, and where it is not', async () => {
    const { check, asked } = checkWith({})
    const registryBaseUrl = 'https://npm.evil.example'
    expect(await check('npm', 'weather', { registryBaseUrl })).toBe('foreign')
    expect(await check('homebrew', 'weather')).toBe('foreign')
    expect(await check('constructor', 'weather')).toBe('foreign')
    expect(asked).toEqual([])
    expect(await check('npm', 'weather')).toBe('foreign')
  })
})

describe('a container image', () => {
  const TOKEN = 'https://ghcr.io/token?service=ghcr.io&scope=repository:example/weather:pull'
  const BASE = 'https://ghcr.io/v2/example/weather'
  const labelled = (name: string) => ({
    [TOKEN]: { token: 'anonymous' },
    [`${BASE}/manifests/1.0.0`]: { manifests: [{ digest: DIGEST }] },
    [`${BASE}/manifests/${DIGEST}`]: { config: { digest: DIGEST } },
    [`${BASE}/blobs/${DIGEST}`]: {
      config: { Labels: { 'io.modelcontextprotocol.server.name': name } },
    },
  })

  it('is owned when its label says so', async () => {
    const image = 'ghcr.io/example/weather:1.0.0'
    expect(await checkWith(labelled(NAME)).check('oci', image)).toBe('owned')
    expect(await checkWith(labelled('com.other/weather')).check('oci', image)).toBe('foreign')
    expect(
      await checkWith({ ...labelled(NAME), [`${BASE}/manifests/1.0.0`]: 429 }).check('oci', image),
    ).toBe('unreadable')
  })

  it('is looked for at public registries only', async () => {
    const { check, asked } = checkWith({})
    for (const image of ['evil.example/a/b:1', 'ghcr.io/../../x', 'localhost:5000/a', ''])
      expect(await check('oci', image)).toBe('foreign')
    expect(asked).toEqual([])
  })
})

describe('a bundle', () => {
  it('is there, at a release, with "mcp" in its address', async () => {
    const url = 'https://github.com/example/weather-mcp/releases/download/v1/weather.mcpb'
    const { check } = checkWith({ [url]: 'bytes' })
    expect(await check('mcpb', url)).toBe('owned')
    expect(
      await check('mcpb', 'https://github.com/example/weather/releases/download/v1/a.zip'),
    ).toBe('foreign')
    expect(await check('mcpb', 'https://evil.example/mcp/releases/a.mcpb')).toBe('foreign')
  })
})
