import { assertWithin } from '../limits/assert-within.ts'
import { checkProof, type Proof, type ProofContext } from './check-proof.ts'
import { findGoneHolder } from './find-gone-holder.ts'
import { proofMethodOff } from './errors.ts'
import type { Machine, NamespaceStore, ProvenNamespace } from './namespace-store.ts'
import { toPermissions, type RegistryGrant, type RegistryPermission } from './registry-grant.ts'

/** What exchanging proofs for tokens works with. */
export interface ExchangeContext extends ProofContext {
  readonly namespaces: NamespaceStore
}

/** What the registry gives for a proof: `{ registry_token, expires_at }`. */
export interface RegistryToken {
  readonly token: string
  readonly expiresAt: Date
}

/** Long enough to publish once. */
const TOKEN_LIFETIME_MS = 5 * 60_000

/** The names that anybody may publish under, where the operator allows it. */
export const ANONYMOUS_NAMESPACE = 'io.modelcontextprotocol.anonymous'

/**
 * Exchanges a proof for a token of this registry, without a sign-in: for pipelines. The namespace is then held by
 * an owner of its own, that a person who signs in and proves the same joins.
 *
 * @throws NamespaceError, LimitError
 */
export async function exchangeProof(
  context: ExchangeContext,
  proof: Proof,
): Promise<RegistryToken> {
  await assertWithin({ ...context, viewer: undefined }, 'prove')
  const proven = await checkProof(context, proof)
  const [own] = proven
  await settleFor(context, own, machineOf(own))
  return issue(context, machineOf(own).subject, proven.flatMap(permissionsOf))
}

/**
 * Gives anybody a token for the names that are nobody's, where the operator allows it.
 *
 * @throws NamespaceError, LimitError
 */
export async function exchangeNothing(context: ExchangeContext): Promise<RegistryToken> {
  if (!context.proofs.allowsAnonymous) throw proofMethodOff('none')
  await assertWithin({ ...context, viewer: undefined }, 'prove')
  const proven: ProvenNamespace = {
    namespace: ANONYMOUS_NAMESPACE,
    includesChildren: false,
    method: 'administrator',
    proof: 'anonymous',
    provenAt: context.now(),
    provenUntil: FOREVER,
    checkDueAt: undefined,
  }
  await settleFor(context, proven, ANYBODY)
  return issue(context, ANYBODY.subject, permissionsOf(proven))
}

/** A word of the operator's stands until it is taken back. */
export const FOREVER = new Date(Date.UTC(9999, 0))

/** What machines are called: no issuer's `sub` begins so. */
export const MACHINE_PREFIX = 'registry-token:'

const ANYBODY: Machine = { subject: `${MACHINE_PREFIX}anonymous`, name: 'Anonymous' }

function machineOf({ method, domain, proof }: ProvenNamespace): Machine {
  const name = domain ?? proof
  return { subject: `${MACHINE_PREFIX}${method}:${name}`, name }
}

/** Gives a namespace to the owner that a machine acts for. */
export async function settleFor(
  context: ExchangeContext,
  proven: ProvenNamespace,
  machine: Machine,
): Promise<void> {
  const gone = await findGoneHolder(context, proven)
  await context.namespaces.settle(proven, { machine }, gone)
}

function permissionsOf({ namespace, includesChildren }: ProvenNamespace): RegistryPermission[] {
  return toPermissions(namespace, includesChildren)
}

/** The token is opaque, and kept as its digest: who reads the table cannot publish. */
async function issue(
  { namespaces, proofs, now }: ExchangeContext,
  subject: string,
  permissions: RegistryGrant['permissions'],
): Promise<RegistryToken> {
  const token = `rt_${toBase64Url(crypto.getRandomValues(new Uint8Array(32)))}`
  const expiresAt = new Date(now().getTime() + TOKEN_LIFETIME_MS)
  const grant = { subject, audience: proofs.registryUrl, permissions, expiresAt }
  await namespaces.keepGrant(await digestOf(token), grant)
  return { token, expiresAt }
}

/** SHA-256, hex. */
export async function digestOf(token: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}
