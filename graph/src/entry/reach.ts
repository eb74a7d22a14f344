import type { Mode, Log } from '@toolgraph/entry'
import { createSafeFetch, type HopFetch, type SafeFetch } from '@toolgraph/safe-fetch'
import { createReadLimiter, type ReadLimiter } from '../limits/read-limiter.ts'
import { parseReserved } from '../namespaces/namespace.ts'
import type { ProofSources } from '../namespaces/proof-sources.ts'
import { createOutboundCheck } from '../reach/create-outbound-check.ts'
import { createPackageCheck } from '../reach/create-package-check.ts'
import { createPictureReader } from '../reach/create-picture-reader.ts'
import { createProbe } from '../reach/create-probe.ts'
import { createEmbeddings } from '../reach/create-embeddings.ts'
import { createDnsOverHttps } from '../reach/dns-over-https.ts'
import { createProofSources } from '../reach/proof-sources.ts'
import { createTokenReader } from '../reach/token-reader.ts'
import { createWebhookSender } from '../reach/create-webhook-sender.ts'
import type { Embeddings } from '../search/vectors.ts'
import type { Reach } from '../services.ts'

/** The settings that say how far the graph reaches. */
export interface ReachSettings {
  readonly TOOLGRAPH_MODE: Mode
  readonly ISSUER_URL: string
  readonly TRUSTED_ORIGINS: readonly string[]
  readonly PROBE_IMPORTED: boolean
  readonly VERIFY_PACKAGES: boolean
  readonly NPM_REGISTRY_URL: string
  readonly PROBE_WITNESSES: readonly string[]
  readonly ADMINISTRATORS: readonly string[]
  readonly GRAPH_URL: string
  readonly RESERVED_NAMESPACES: readonly string[]
  readonly GITHUB_API_URL: string
  readonly GITHUB_OIDC_ISSUER: string
  readonly DNS_OVER_HTTPS_URL: string
  readonly ANONYMOUS_PUBLISHING: boolean
  readonly GRAPH_CLIENT_SECRET: string
  readonly WEBHOOK_SECRET: string
  readonly EMBEDDINGS_URL: string
  readonly EMBEDDINGS_MODEL: string
  readonly EMBEDDINGS_KEY: string
}

/**
 * Makes the ways out of the graph from its settings.
 *
 * @param fetch The platform's: on Node the one that also checks resolved addresses
 * @param readDns The platform's way to TXT records (default: Cloudflare's, over HTTPS)
 */
export function createReach(
  settings: ReachSettings,
  {
    fetch: wayOut,
    readDns,
    log,
  }: { fetch?: HopFetch; readDns?: ProofSources['readDns']; log: Log },
): Reach {
  const trustedOrigins = settings.TRUSTED_ORIGINS
  const ways = { trustedOrigins, ...(wayOut ? { fetch: wayOut } : {}) }
  const safeFetch = createSafeFetch(ways)
  const now = () => new Date()
  return {
    graphUrl: settings.GRAPH_URL,
    safeFetch,
    now,
    probesImported: settings.PROBE_IMPORTED,
    administrators: new Set(settings.ADMINISTRATORS),
    reserved: parseReserved(settings.RESERVED_NAMESPACES),
    proofs: createProofs(settings, { safeFetch, readDns, now }),
    tokens: createTokenReader({
      issuer: settings.ISSUER_URL,
      clientId: 'graph',
      clientSecret: settings.GRAPH_CLIENT_SECRET,
      fetch: (input, init) => fetch(input, init),
      now: Date.now,
    }),
    checkPackage: settings.VERIFY_PACKAGES
      ? createPackageCheck(safeFetch, settings.NPM_REGISTRY_URL)
      : undefined,
    probe: createProbe({ fetch: safeFetch, now }),
    checkOutbound: createOutboundCheck({
      fetch: safeFetch,
      witnesses: settings.PROBE_WITNESSES,
      trustedOrigins,
      now,
    }),
    webhookSender: createWebhookSender({ fetch: safeFetch, trustedOrigins }),
    webhookSecret: settings.WEBHOOK_SECRET,
    pictures: createPictureReader(ways),
    embeddings: createConfiguredEmbeddings(settings),
    onError: (error) => log.error('Work in the background failed', { error }),
  }
}

function createConfiguredEmbeddings(settings: ReachSettings): Embeddings | undefined {
  const { EMBEDDINGS_URL: url, EMBEDDINGS_MODEL: model, EMBEDDINGS_KEY: key } = settings
  if (url === '') return undefined
  // workerd wants it called as a plain function.
  return createEmbeddings({ url, model, key, fetch: (input, init) => fetch(input, init) })
}

/** Makes the limit of what one caller reads at this process. */
export function createReads(settings: {
  readonly READS_PER_MINUTE: number
  readonly EXPECTED_REPLICAS: number
}): ReadLimiter {
  const { READS_PER_MINUTE: perMinute, EXPECTED_REPLICAS: expectedReplicas } = settings
  return createReadLimiter({ perMinute, expectedReplicas })
}

/** Where TXT records are read on a platform that has no resolver of its own. */
const PUBLIC_RESOLVER = 'https://cloudflare-dns.com/dns-query'

function createProofs(
  settings: ReachSettings,
  {
    safeFetch,
    readDns,
    now,
  }: { safeFetch: SafeFetch; readDns: ProofSources['readDns'] | undefined; now: () => Date },
): ProofSources {
  const { GITHUB_API_URL, GITHUB_OIDC_ISSUER, DNS_OVER_HTTPS_URL } = settings
  const configured = [GITHUB_API_URL, GITHUB_OIDC_ISSUER, DNS_OVER_HTTPS_URL, PUBLIC_RESOLVER]
  const operatorFetch = createSafeFetch({
    trustedOrigins: configured.filter(Boolean).map((address) => new URL(address).origin),
  })
  const platformDns = DNS_OVER_HTTPS_URL ? undefined : readDns
  return createProofSources({
    registryUrl: settings.GRAPH_URL,
    readDns:
      platformDns ?? createDnsOverHttps(DNS_OVER_HTTPS_URL || PUBLIC_RESOLVER, operatorFetch),
    safeFetch,
    fetch: operatorFetch,
    githubApiUrl: GITHUB_API_URL || undefined,
    githubIssuerUrl: GITHUB_OIDC_ISSUER || undefined,
    allowsAnonymous: settings.ANONYMOUS_PUBLISHING,
    now,
  })
}
