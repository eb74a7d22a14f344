import { fail } from '@toolgraph/errors'
import { createSafeFetch } from '@toolgraph/safe-fetch'
import { createNodeFetch } from '@toolgraph/safe-fetch/node'
import { FORBIDDEN_ADDRESSES } from '@toolgraph/safe-fetch/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPictureReader } from '../src/reach/create-picture-reader.ts'
import { createProbe } from '../src/reach/create-probe.ts'
import { createWebhookSender } from '../src/reach/create-webhook-sender.ts'
import { createMetadataReader } from '../src/reach/metadata-reader.ts'
import { createProofSources } from '../src/reach/proof-sources.ts'
import { createTestGraph, manifest, type TestGraph } from './graph-fixture.ts'
import { openGuide, openTarget, type Guide, type Target } from './ssrf-fixture.ts'

let target: Target
let guide: Guide
/** What names resolve to, and how often they were asked for. */
const dns = new Map<string, string>()
const asked = new Map<string, number>()
let doors: Readonly<Record<string, (url: string) => Promise<unknown>>>
let graph: TestGraph

beforeAll(async () => {
  target = await openTarget()
  guide = await openGuide()
  doors = openDoors()
  graph = await createTestGraph()
})
afterAll(async () => {
  target.close()
  guide.close()
  await graph.close()
})

/** Every way out of the graph to an address that a stranger gave, as `entry/reach.ts` makes them. */
function openDoors() {
  const fetch = createNodeFetch({
    resolve: (name, _options, answer) => {
      asked.set(name, (asked.get(name) ?? 0) + 1)
      const address = dns.get(name)
      const family = address?.includes(':') ? 6 : 4
      answer(address ? null : new Error('ENOTFOUND'), address ? [{ address, family }] : [])
    },
    connectTimeoutMs: 500,
  })
  const trustedOrigins = [guide.origin]
  const safeFetch = createSafeFetch({ trustedOrigins, fetch })
  const now = () => new Date()
  const probe = createProbe({ fetch: safeFetch, now })
  const metadata = createMetadataReader(safeFetch)
  const pictures = createPictureReader({ trustedOrigins, fetch })
  const webhooks = createWebhookSender({ fetch: safeFetch, trustedOrigins })
  const none = async () => fail('unreadable' as const)
  const proofs = createProofSources({
    registryUrl: 'https://graph.test',
    readDns: none,
    safeFetch,
    fetch: safeFetch,
    allowsAnonymous: false,
    now,
  })
  const signal = () => AbortSignal.timeout(5000)
  return {
    'the metadata of a registration': (url) => metadata.read(url).catch((error: unknown) => error),
    'a probe': (url) => probe(url, { signal: signal(), readsMetadata: true, readsTools: false }),
    'the sync of tools': (url) =>
      probe(url, { signal: signal(), readsMetadata: true, readsTools: true }),
    'an icon': (src) => pictures.read({ src }),
    'a webhook': (url) => webhooks.send(url, { headers: {}, body: '{}' }),
    'the proof of a namespace': (url) => proofs.readHttp(URL.parse(url)?.host || url, signal()),
  } satisfies typeof doors
}

/** Every vector: the literal ones, and names that resolve to each address that is not public. */
function vectors(): string[] {
  const addresses = FORBIDDEN_ADDRESSES.filter(
    (address) => /[:.]/.test(address) && !/%|\.$/.test(address),
  )
  const named = addresses.map((address, index) => {
    dns.set(`name-${index}.example.com`, address)
    return `https://name-${index}.example.com:${target.port}/mcp`
  })
  return [...target.urls, ...named]
}

const ways: Readonly<Record<string, (url: string) => string>> = {
  directly: (url) => url,
  'by a redirect': (url) => guide.lead('redirect', url),
  'by the metadata of a resource': (url) => guide.lead('resource', url),
  'by the address of an issuer': (url) => guide.lead('issuer', url),
}

/** What a header can say. */
const isWritable = (text: string) => /^[\x20-\x7E]+$/.test(text)

describe('no address of a stranger leads into the own network', () => {
  // The one connection that counts from here on is this test's own.
  it('would be counted: the target is there', async () => {
    await fetch(`http://127.0.0.1:${target.port}/`).catch(() => {})
    expect(target.connects()).toBe(1)
    expect(vectors().length).toBeGreaterThan(70)
  })

  it.each(Object.keys(ways))('%s, through any way out', async (way) => {
    const lead = ways[way] ?? String
    for (const [door, open] of Object.entries(doors))
      await Promise.all(
        vectors()
          .filter((url) => way === 'directly' || isWritable(url))
          .map(async (url) => {
            await open(lead(url))
            expect(target.connects(), `${door} ${way}: ${url}`).toBe(1)
          }),
      )
  })

  it('was led: these ways do go out, and names are asked for', () => {
    expect(guide.asked()).toBeGreaterThan(100)
    expect(asked.size).toBeGreaterThan(20)
  })

  it('has no second look at a name: what was checked is what would be connected to', async () => {
    const name = 'rebinding.example.com'
    dns.set(name, '127.0.0.1')
    asked.delete(name)
    await doors['a probe']?.(`https://${name}:${target.port}/mcp`)
    expect(target.connects()).toBe(1)
    const looks = asked.get(name) ?? 0
    // One for each request that was begun, none of which came through.
    expect(looks).toBeLessThanOrEqual(3)
  })
})

describe('an address that is forbidden to see', () => {
  it('is refused when a server is registered with it', async () => {
    for (const url of target.urls) {
      const body = manifest('led', { url })
      const { status } = await graph.rest('POST', '/registry/servers', { body, as: 'aiko' })
      expect(status, url).toBe(422)
    }
  })

  it('is refused as a webhook', async () => {
    const query = `mutation ($input: RegisterWebhookInput!) {
      registerWebhook(input: $input) { __typename ... on Refusal { code } }
    }`
    for (const url of target.urls) {
      const input = { url, topics: ['health'] }
      const { data, errors } = await graph.graphql(query, { input }, 'aiko')
      expect(errors, url).toEqual([])
      expect(data.registerWebhook.__typename, url).toBe('Refusal')
    }
  })
})
