import { installFromLock } from '@toolgraph/testing/install-from-lock'

/**
 * Installs the other frameworks, which nobody needs but the bench, from a lock of their own.
 *
 * @returns Whether they are there; if not, they are left out
 */
export function installPeers(): Promise<boolean> {
  return installFromLock(new URL('peers/', import.meta.url))
}
