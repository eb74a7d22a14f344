import * as z from 'zod'
import { assertWithin } from '../limits/assert-within.ts'
import { assertMay, type PermissionContext } from '../ownership/permissions.ts'
import { parseInput } from '../registry/parse-input.ts'
import { optional } from '../registry/tool.ts'
import { assertScope } from '../registry/viewer.ts'
import { checkProof, domainProofSchema, githubProofSchema, type Proof } from './check-proof.ts'
import type { ExchangeContext } from './exchange-proof.ts'
import { findGoneHolder } from './find-gone-holder.ts'
import { proofInvalid } from './errors.ts'

/** What `proveNamespace` takes. */
export const proveNamespaceSchema = z.strictObject({
  method: z.enum(['dns', 'http', 'github', 'github_oidc']),
  domain: optional(domainProofSchema.shape.domain),
  timestamp: optional(domainProofSchema.shape.timestamp),
  signedTimestamp: optional(domainProofSchema.shape.signedTimestamp),
  token: optional(githubProofSchema.shape.token),
  namespace: optional(z.string().max(200).toLowerCase()).describe(
    'Of the namespaces that the proof proves, the one that is meant (default: the first)',
  ),
  ownerId: optional(z.uuid()).describe('An organization to hold it (default: yourself)'),
})

/** What proving by a signed-in person works with. */
export type ProveContext = ExchangeContext & PermissionContext

/**
 * Gives a namespace to the viewer, or to an organization that they administer. Who held it without a proof loses it.
 *
 * @throws NamespaceError, LimitError, OwnershipError, RegistryError, AccessError
 */
export async function proveNamespace(
  context: ProveContext,
  input: unknown,
): Promise<{ namespace: string; ownerId: string }> {
  const viewer = assertScope(context.viewer, 'servers:write')
  const {
    namespace: wanted,
    ownerId,
    ...shown
  } = parseInput(proveNamespaceSchema, input, 'the proof')
  const proof = toProof(shown)
  if (ownerId !== undefined) await assertMay(context, 'namespace.prove', { ownerId })
  await assertWithin(context, 'prove', ownerId)

  const all = await checkProof(context, proof)
  const proven = wanted === undefined ? all[0] : all.find(({ namespace }) => namespace === wanted)
  if (!proven) throw proofInvalid(wanted ?? '', 'this proof is for other namespaces')
  const gone = await findGoneHolder(context, proven)
  const settled = await context.namespaces.settle(proven, { viewer, ownerId }, gone)
  return { namespace: proven.namespace, ownerId: settled.ownerId }
}

type Shown = Pick<
  z.output<typeof proveNamespaceSchema>,
  'method' | 'domain' | 'timestamp' | 'signedTimestamp' | 'token'
>

/** Each method has its own fields: what is missing is said by name. */
function toProof({ method, token, ...domain }: Shown): Proof {
  return method === 'dns' || method === 'http'
    ? { method, ...parseInput(domainProofSchema, domain, 'the proof') }
    : { method, ...parseInput(githubProofSchema, { token }, 'the proof') }
}
