import * as z from 'zod'
import { assertAll, type LimitContext } from '../limits/assert-within.ts'
import { DOMAIN_PROOFS } from '../limits/limits.ts'
import { proofInvalid, proofMethodOff, proofUnreadable } from './errors.ts'
import { domainSchema, toNamespace } from './namespace.ts'
import type { ProvenNamespace } from './namespace-store.ts'
import { parseProofRecord, type ProofKey } from './proof-record.ts'
import type { GithubAnswer, ProofSources, PublishedRecords } from './proof-sources.ts'
import { verifySignature } from './verify-signature.ts'

/** How far the signed moment may be from ours. */
const TIMESTAMP_LEEWAY_MS = 15_000
/** For so long a signed moment is remembered: it is good once. */
const REPLAY_WINDOW_SECONDS = 60
/** A domain with more keys than this has something else in mind. */
const MAX_KEYS = 10
/** A proof that nobody can look at again runs out. */
export const PROOF_LIFETIME_MS = 30 * 86_400_000
/** How often the record of a domain is looked at again. */
export const CHECK_INTERVAL_MS = 86_400_000

/** What proves a domain: a moment, signed by a key that the domain has published. */
export const domainProofSchema = z.strictObject({
  domain: domainSchema,
  timestamp: z.iso.datetime({ offset: true }),
  signedTimestamp: z
    .string()
    .regex(/^(?:[0-9a-f]{2}){1,128}$/i, 'must be a signature, in hexadecimal digits'),
})

/** A token that proves who somebody is at GitHub. */
export const githubProofSchema = z.strictObject({ token: z.string().min(1).max(8192) })

interface DomainProof extends z.output<typeof domainProofSchema> {
  readonly method: 'dns' | 'http'
}

interface GithubProof extends z.output<typeof githubProofSchema> {
  readonly method: 'github' | 'github_oidc'
}

/** What somebody shows to prove a namespace. */
export type Proof = DomainProof | GithubProof

/** What checking a proof needs. */
export interface ProofContext extends LimitContext {
  readonly proofs: ProofSources
  readonly signal: AbortSignal
}

/**
 * Checks a proof.
 *
 * @returns The namespaces that it proves, the prover's own first
 * @throws NamespaceError, LimitError
 */
export async function checkProof(
  context: ProofContext,
  proof: Proof,
): Promise<[ProvenNamespace, ...ProvenNamespace[]]> {
  return 'domain' in proof ? [await checkDomain(context, proof)] : checkGithub(context, proof)
}

async function checkDomain(context: ProofContext, proof: DomainProof): Promise<ProvenNamespace> {
  const { method, domain, timestamp } = proof
  await assertAll(context, 'prove this domain', [
    { key: `prove:domain:${domain}`, limit: DOMAIN_PROOFS },
  ])
  const now = context.now()
  if (Math.abs(Date.parse(timestamp) - now.getTime()) > TIMESTAMP_LEEWAY_MS)
    throw proofInvalid(domain, 'the signed moment is more than 15 seconds from now')

  const keys = await readKeys(context, method, domain)
  const signature = fromHex(proof.signedTimestamp)
  const verified = await Promise.all(
    keys.map((key) => verifySignature(key, { text: timestamp, signature })),
  )
  const key = keys[verified.indexOf(true)]
  if (!key) throw proofInvalid(domain, 'no key that it has published made this signature')
  await assertFirst(context, timestamp, key)
  return {
    namespace: toNamespace(domain),
    includesChildren: method === 'dns',
    method,
    domain,
    proof: key.text,
    ...lifetimeFrom(now),
    checkDueAt: new Date(now.getTime() + CHECK_INTERVAL_MS),
  }
}

async function readKeys(
  { proofs, signal }: ProofContext,
  method: 'dns' | 'http',
  domain: string,
): Promise<ProofKey[]> {
  const keys = await findKeys(proofs, { method, domain, signal })
  if (!keys) throw proofUnreadable(domain)
  if (keys.length > 0) return keys
  const place =
    method === 'dns' ? 'its TXT records' : '"/.well-known/mcp-registry-auth", without a redirect,'
  throw proofInvalid(domain, `${place} must hold "v=MCPv1; k=ed25519; p=<public key in base64>"`)
}

/**
 * Finds the keys that a domain has published.
 *
 * @returns `undefined` when they cannot be read just now, which says nothing
 */
export async function findKeys(
  proofs: ProofSources,
  { method, domain, signal }: { method: 'dns' | 'http'; domain: string; signal: AbortSignal },
): Promise<ProofKey[] | undefined> {
  const records: PublishedRecords = await (method === 'dns'
    ? proofs.readDns(domain, signal)
    : proofs.readHttp(domain, signal))
  if (!records.ok) return undefined
  return records.value.flatMap((text) => parseProofRecord(text) ?? []).slice(0, MAX_KEYS)
}

/** A signed moment is good once, whatever it is shown for: who overhears it has nothing. */
async function assertFirst(
  { throttle, now }: ProofContext,
  timestamp: string,
  key: ProofKey,
): Promise<void> {
  const moment = new Date(timestamp).toISOString()
  const { tries } = await throttle.count(
    `proof:${key.text}:${moment}`,
    REPLAY_WINDOW_SECONDS,
    now(),
  )
  if (tries > 1) throw proofInvalid(key.text, 'this signed moment was used already; sign another')
}

async function checkGithub(
  { proofs, signal, now }: ProofContext,
  { method, token }: GithubProof,
): Promise<[ProvenNamespace, ...ProvenNamespace[]]> {
  const read = method === 'github' ? proofs.readGithubAccount : proofs.readGithubWorkflow
  if (!read) throw proofMethodOff(method)
  const { login, organizations } = takeAccount(await read(token, signal))
  const prove = (account: string): ProvenNamespace => ({
    namespace: `io.github.${account.toLowerCase()}`,
    includesChildren: false,
    method: 'github',
    proof: account.toLowerCase(),
    ...lifetimeFrom(now()),
    checkDueAt: undefined,
  })
  return [prove(login), ...organizations.map(prove)]
}

function takeAccount(answer: GithubAnswer) {
  if (answer.ok) return answer.value
  if (answer.failure === 'unreadable') throw proofUnreadable('a GitHub account')
  throw proofInvalid(
    'a GitHub account',
    'GitHub does not know this token, or it is not for this registry',
  )
}

/** From when to when a proof counts, unless it is looked at again. */
export function lifetimeFrom(now: Date) {
  return { provenAt: now, provenUntil: new Date(now.getTime() + PROOF_LIFETIME_MS) }
}

function fromHex(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}
