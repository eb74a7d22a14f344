import * as z from 'zod'
import { namespaceOf } from './namespace.ts'

/** What a registry token is good for, as the registry API writes it: all names of a namespace. */
export const permissionSchema = z.object({
  action: z.enum(['publish', 'edit']),
  resource: z.string(),
})

/** What a registry token is good for. */
export type RegistryPermission = z.infer<typeof permissionSchema>

/** What the registry gave for a proof. */
export interface RegistryGrant {
  /** The machine that it acts as: a member of the owner that holds the namespace. */
  readonly subject: string
  /** The registry that it is for. */
  readonly audience: string
  readonly permissions: readonly RegistryPermission[]
  readonly expiresAt: Date
}

/** Writes what a proof of a namespace allows. */
export function toPermissions(namespace: string, includesChildren: boolean): RegistryPermission[] {
  const resources = [`${namespace}/*`, ...(includesChildren ? [`${namespace}.*/*`] : [])]
  return resources.flatMap((resource) => [
    { action: 'publish' as const, resource },
    { action: 'edit' as const, resource },
  ])
}

/** Tells whether a grant allows something to a server of this name. */
export function isGranted(
  permissions: readonly RegistryPermission[],
  action: RegistryPermission['action'],
  name: string,
): boolean {
  const namespace = namespaceOf(name)
  return permissions.some(({ action: allowed, resource }) => {
    if (allowed !== action) return false
    const [pattern = ''] = resource.split('/')
    if (pattern.endsWith('.*')) return namespace.startsWith(pattern.slice(0, -1))
    return namespace === pattern
  })
}
