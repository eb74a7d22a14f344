import * as z from 'zod'
import { assertMay, type PermissionContext } from '../ownership/permissions.ts'
import { parseInput } from '../registry/parse-input.ts'
import { assertScope } from '../registry/viewer.ts'
import { FOREVER } from './exchange-proof.ts'
import type { NamespaceStore } from './namespace-store.ts'

const grantSchema = z.strictObject({
  namespace: z
    .string()
    .max(200)
    .toLowerCase()
    .regex(/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/, 'must be a namespace such as "com.example"')
    .refine((namespace) => !namespace.includes('..'), 'must not contain ".."'),
  ownerId: z.uuid(),
  includesChildren: z.boolean(),
})

/**
 * Gives a namespace to an owner by the operator's word, whoever had it: for disputes, and for names that no record
 * can prove.
 *
 * @throws OwnershipError, RegistryError, AccessError
 */
export async function grantNamespace(
  context: PermissionContext & { namespaces: NamespaceStore; now: () => Date },
  input: unknown,
): Promise<{ namespace: string; ownerId: string }> {
  const viewer = assertScope(context.viewer, 'servers:write')
  await assertMay(context, 'namespace.settle')
  const { namespace, ownerId, includesChildren } = parseInput(grantSchema, input, 'the namespace')
  const holder = await context.namespaces.find(namespace)
  const proven = {
    namespace,
    includesChildren,
    method: 'administrator',
    proof: `administrator ${viewer.subject}`,
    provenAt: context.now(),
    provenUntil: FOREVER,
    checkDueAt: undefined,
  } as const
  await context.namespaces.settle(proven, { viewer, ownerId }, holder)
  return { namespace, ownerId }
}
