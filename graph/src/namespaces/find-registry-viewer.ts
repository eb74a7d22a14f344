import type { Viewer } from '../registry/viewer.ts'
import { registryTokenInvalid, namespaceTaken } from './errors.ts'
import { digestOf, MACHINE_PREFIX, settleFor, type ExchangeContext } from './exchange-proof.ts'
import { lifetimeFrom } from './check-proof.ts'
import { namespaceOf } from './namespace.ts'
import { isGranted, type RegistryGrant, type RegistryPermission } from './registry-grant.ts'

/** What a registry token is used for. */
export interface TokenUse {
  readonly action: RegistryPermission['action']
  /** The server's name. */
  readonly name: string
}

/**
 * Finds out who acts by a registry token: a machine that is a member of the owner of the namespace, and may do there
 * what members may. What the token was not given for, it may not do, whatever else that owner has.
 *
 * @throws NamespaceError `ERR_REGISTRY_TOKEN_INVALID`, `ERR_NAMESPACE_TAKEN`
 */
export async function findRegistryViewer(
  context: ExchangeContext,
  token: string,
  { action, name }: TokenUse,
): Promise<Viewer> {
  const { namespaces, proofs, now } = context
  const grant = await namespaces.findGrant(await digestOf(token), now())
  // A token is for the registry that gave it, also where two share a database (CVE-2026-44428).
  if (!grant || grant.audience !== proofs.registryUrl) throw registryTokenInvalid()
  if (!isGranted(grant.permissions, action, name)) throw namespaceTaken(namespaceOf(name))
  await holdForGithub(context, grant, namespaceOf(name))
  const { subject } = grant
  return {
    subject,
    clientId: 'registry-token',
    scopes: ['servers:write'],
    name: subject.slice(MACHINE_PREFIX.length),
  }
}

/** Of an account's organizations, one is held when something is published in it: most never are. */
async function holdForGithub(
  context: ExchangeContext,
  { subject }: RegistryGrant,
  namespace: string,
): Promise<void> {
  const account = subject.startsWith(`${MACHINE_PREFIX}github:`)
    ? subject.slice(MACHINE_PREFIX.length + 7)
    : undefined
  if (account === undefined || namespace === `io.github.${account}`) return
  const proven = {
    namespace,
    includesChildren: false,
    method: 'github',
    proof: namespace.slice('io.github.'.length),
    ...lifetimeFrom(context.now()),
    checkDueAt: undefined,
  } as const
  await settleFor(context, proven, { subject, name: account })
}
