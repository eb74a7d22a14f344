import { createServer, type ServerResponse } from 'node:http'
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net'
import { fail } from '@toolgraph/errors'
import { createSafeFetch, isPublicAddress } from '@toolgraph/safe-fetch'
import { createNodeFetch } from '@toolgraph/safe-fetch/node'
import {
  FORBIDDEN_ADDRESSES,
  FORBIDDEN_SCHEMES,
  FORBIDDEN_URLS,
} from '@toolgraph/safe-fetch/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProbe } from '../src/reach/create-probe.ts'
import { createWebhookSender } from '../src/reach/create-webhook-sender.ts'
import { createMetadataReader } from '../src/reach/metadata-reader.ts'
import { createProofSources } from '../src/reach/proof-sources.ts'
import { createTestGraph, manifest, type TestGraph } from './graph-fixture.ts'

/** Stands where nobody may be led to, at every address of this machine, and counts who comes all the same. */
let target: Server
let connects = 0
let port: number
/** A server of the internet, as far as the ways out know, that leads wherever it is told. */
let guide: ReturnType<typeof createServer>
let guideOrigin: string
/** What names resolve to, and how often they were asked for. */
const dns = new Map<string, string>()
const asked = new Map<string, number>()
let doors: Readonly<Record<string, (url: string) => Promise<unknown>>>
let graph: TestGraph

beforeAll(async () => {
  target = createTcpServer((socket) => {
    connects += 1
    socket.destroy()
  })
  port = await listen(target, '::').catch(() => listen(target, '0.0.0.0'))
  guide = createServer((request, response) =>
    lead(new URL(request.url ?? '', guideOrigin), response),
  )
  guideOrigin = `http://127.0.0.1:${await listen(guide, '127.0.0.1')}`
  doors = openDoors()
  graph = await createTestGraph()
})
afterAll(async () => {
  target.close()
  guide.close().closeAllConnections()
  await graph.close()
})

async function listen(server: Server, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, host, resolve)
  })
  // A server that listens on TCP has such an address.
  return (server.address() as AddressInfo).port
}

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
  const trustedOrigins = [guideOrigin]
  const safeFetch = createSafeFetch({ trustedOrigins, fetch })
  const now = () => new Date()
  const probe = createProbe({ fetch: safeFetch, now })
  const metadata = createMetadataReader(safeFetch)
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
    'a webhook': (url) => webhooks.send(url, { headers: {}, body: '{}' }),
    'the proof of a namespace': (url) => proofs.readHttp(URL.parse(url)?.host || url, signal()),
  } satisfies typeof doors
}

/** Leads on: by a redirect, by the metadata of a resource, by that of its issuer. */
function lead(url: URL, response: ServerResponse): void {
  const [, how = '', where = ''] = /(redirect|resource|issuer)\/([\w-]+)/.exec(url.pathname) ?? []
  const to = Buffer.from(where, 'base64url').toString()
  const wellKnown = `${guideOrigin}/.well-known/oauth-protected-resource/${how}/${where}`
  if (how === 'redirect') return void response.writeHead(307, { location: to }).end()
  if (url.pathname.startsWith('/.well-known/')) {
    response.setHeader('content-type', 'application/json')
    const resource = `${guideOrigin}/${how}/${where}`
    return void response.end(JSON.stringify({ resource, authorization_servers: [to] }))
  }
  const document = how === 'resource' ? to : wellKnown
  const challenge = `Bearer resource_metadata="${document}"`
  response.writeHead(401, { 'www-authenticate': challenge }).end()
}

const isWritable = (text: string) => /^[\x20-\x7E]+$/.test(text)

/** Every vector, at the port where the target counts. */
function vectors(): string[] {
  const literal = FORBIDDEN_URLS.map((url) => {
    const parsed = new URL(url)
    return `https://${url.split('/')[2]?.replace(/:\d+$/, '')}:${port}${parsed.pathname}`
  })
  const named = FORBIDDEN_ADDRESSES.filter(
    (address) => /[:.]/.test(address) && !/[%]|\.$/.test(address),
  ).map((address, index) => {
    dns.set(`name-${index}.example.com`, address)
    return `https://name-${index}.example.com:${port}/mcp`
  })
  const schemes = [...FORBIDDEN_SCHEMES, `http://127.0.0.1:${port}/`, `ws://127.0.0.1:${port}/`]
  const credentials = [
    `https://me:secret@127.0.0.1:${port}/`,
    `https://127.0.0.1:${port}@localhost:${port}/`,
  ]
  return [...literal, ...named, ...schemes, ...credentials]
}

const ways: Readonly<Record<string, (url: string) => string>> = {
  directly: (url) => url,
  'by a redirect': (url) => `${guideOrigin}/redirect/${Buffer.from(url).toString('base64url')}`,
  'by the metadata of a resource': (url) =>
    `${guideOrigin}/resource/${Buffer.from(url).toString('base64url')}`,
  'by the address of an issuer': (url) =>
    `${guideOrigin}/issuer/${Buffer.from(url).toString('base64url')}`,
}

describe('no address of a stranger leads into the own network', () => {
  it('counts who comes: the target is there', async () => {
    await fetch(`http://127.0.0.1:${port}/`).catch(() => {})
    expect(connects).toBe(1)
    connects = 0
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
            expect(connects, `${door} ${way}: ${url}`).toBe(0)
          }),
      )
  })

  it('is led by a server that answers: these ways do go out', async () => {
    const before = [...asked.values()].length
    expect(before).toBeGreaterThan(20)
    const seen = await fetch(
      `${guideOrigin}/redirect/${Buffer.from('https://x.example/').toString('base64url')}`,
      {
        redirect: 'manual',
      },
    )
    expect(seen.headers.get('location')).toBe('https://x.example/')
  })

  it('has no second look at a name: what was checked is what would be connected to', async () => {
    const name = 'rebinding.example.com'
    dns.set(name, '127.0.0.1')
    asked.delete(name)
    await doors['a probe']?.(`https://${name}:${port}/mcp`)
    expect(isPublicAddress('127.0.0.1')).toBe(false)
    expect(connects).toBe(0)
    const looks = asked.get(name) ?? 0
    // One for each request that was begun, none of which came through.
    expect(looks).toBeLessThanOrEqual(3)
  })
})

describe('an address that is forbidden to see', () => {
  it('is refused when a server is registered with it', async () => {
    for (const url of vectors().filter((each) => !each.includes('.example.com:'))) {
      const body = manifest('led', { url })
      const { status } = await graph.rest('POST', '/registry/servers', { body, as: 'aiko' })
      expect(status, url).toBe(422)
    }
  })

  it('is refused as a webhook', async () => {
    const query = `mutation ($input: RegisterWebhookInput!) {
      registerWebhook(input: $input) { __typename ... on Refusal { code } }
    }`
    for (const url of vectors().filter((each) => !each.includes('.example.com:'))) {
      const input = { url, topics: ['health'] }
      const { data, errors } = await graph.graphql(query, { input }, 'aiko')
      expect(errors, url).toEqual([])
      expect(data.registerWebhook.__typename, url).toBe('Refusal')
    }
  })
})
