import { fail, ok, type Result } from '@toolgraph/errors'
import { importJWK, type CryptoKey } from 'jose'
import * as z from 'zod'
import { createMemory } from './memory.ts'

/** How to read an issuer. */
export interface IssuerReaderOptions {
  /** The issuer identifier; its documents must name it byte for byte (RFC 8414 §3.3). */
  issuer: string
  /** Reaches the issuer. */
  fetch: typeof fetch
  /** Milliseconds since the epoch (default: `Date.now`) */
  now?: () => number
}

/** Reads one issuer's metadata and keys over HTTP, and remembers the last good answers. */
export interface IssuerReader {
  /** The issuer identifier. */
  readonly issuer: string
  /** The authorization server metadata (RFC 8414). */
  metadata(): Promise<Result<IssuerMetadata, IssuerFailure>>
  /**
   * The ES256 key with this id. An unknown id is asked for again at most every 30 seconds.
   */
  key(kid: string): Promise<Result<CryptoKey, IssuerFailure | { reason: 'unknown_key' }>>
}

/** The issuer did not answer, or not with its own sound documents. */
export interface IssuerFailure {
  reason: 'issuer_unreachable'
  /** For our log only. */
  cause: unknown
}

const metadataSchema = z.looseObject({
  issuer: z.string(),
  jwks_uri: z.url({ protocol: /^https?$/ }),
  authorization_endpoint: z.url({ protocol: /^https?$/ }).optional(),
  token_endpoint: z.url({ protocol: /^https?$/ }).optional(),
  registration_endpoint: z.url({ protocol: /^https?$/ }).optional(),
})

/** Authorization server metadata (RFC 8414 §2): the fields we read, and whatever else it says. */
export type IssuerMetadata = z.infer<typeof metadataSchema>

const keySetSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) })
const es256KeySchema = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  kid: z.string().min(1),
  x: z.string(),
  y: z.string(),
  use: z.literal('sig').optional(),
  alg: z.literal('ES256').optional(),
})

const READ_TIMEOUT_MS = 5_000
const MAX_AGE_MS = 10 * 60_000
const MAX_STALE_MS = 60 * 60_000
const UNKNOWN_KEY_PAUSE_MS = 30_000

/** Creates a reader of one issuer. Keep it: its memory is what saves requests. */
export function createIssuerReader(options: IssuerReaderOptions): IssuerReader {
  const { issuer, fetch, now = Date.now } = options
  const ages = { now, maxAgeMs: MAX_AGE_MS, maxStaleMs: MAX_STALE_MS }
  const metadata = createMemory({ ...ages, read: () => readMetadata(issuer, fetch) })
  const keys = createMemory({
    ...ages,
    read: async () => readKeys((await metadata.recall()).jwks_uri, fetch),
  })

  return {
    issuer,
    async metadata() {
      try {
        return ok(await metadata.recall())
      } catch (cause) {
        return fail({ reason: 'issuer_unreachable', cause })
      }
    },
    async key(kid) {
      try {
        const known = (await keys.recall()).get(kid)
        if (known !== undefined) return ok(known)

        const fresh = (await keys.recall(UNKNOWN_KEY_PAUSE_MS)).get(kid)
        return fresh === undefined ? fail({ reason: 'unknown_key' }) : ok(fresh)
      } catch (cause) {
        return fail({ reason: 'issuer_unreachable', cause })
      }
    },
  }
}

async function readMetadata(issuer: string, fetch: typeof globalThis.fetch) {
  const document = await readFirst(metadataUrls(issuer), fetch)
  const metadata = metadataSchema.parse(document)
  // RFC 8414 §3.3: otherwise one issuer could speak for another.
  if (metadata.issuer !== issuer) {
    throw new Error(`Cannot use metadata of "${metadata.issuer}" for issuer "${issuer}"`)
  }
  return metadata
}

/** RFC 8414 §3.1 first, then where OpenID providers keep theirs. */
function metadataUrls(issuer: string): string[] {
  const { origin, pathname } = new URL(issuer)
  const path = pathname.replace(/\/$/, '')
  return [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}${path}/.well-known/openid-configuration`,
  ]
}

async function readKeys(
  url: string,
  fetch: typeof globalThis.fetch,
): Promise<Map<string, CryptoKey>> {
  const { keys } = keySetSchema.parse(await readJson(url, fetch))
  const found = new Map<string, CryptoKey>()
  for (const candidate of keys) {
    const jwk = es256KeySchema.safeParse(candidate)
    if (!jwk.success) continue
    const { kid, kty, crv, x, y } = jwk.data
    const key = await importJWK({ kty, crv, x, y }, 'ES256')
    if (!(key instanceof Uint8Array)) found.set(kid, key)
  }
  return found
}

async function readFirst(urls: string[], fetch: typeof globalThis.fetch): Promise<unknown> {
  const failures: unknown[] = []
  for (const url of urls) {
    try {
      return await readJson(url, fetch)
    } catch (cause) {
      failures.push(cause)
    }
  }
  throw new AggregateError(failures, `Cannot read "${urls[0]}"`)
}

async function readJson(url: string, fetch: typeof globalThis.fetch): Promise<unknown> {
  const response = await fetch(url, {
    headers: { accept: 'application/json' },
    // Not "error": workerd knows only "follow" and "manual".
    redirect: 'manual',
    signal: AbortSignal.timeout(READ_TIMEOUT_MS),
  })
  if (response.status !== 200) {
    await response.body?.cancel()
    throw new Error(`Cannot read "${url}": status ${response.status}`)
  }
  return response.json()
}
