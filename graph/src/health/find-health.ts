import type { Registry } from '../registry/registry.ts'
import type { Viewer } from '../registry/viewer.ts'
import type { HealthStore } from './health-store.ts'
import type { HealthReading } from './reading.ts'

/** A reading, or the state of a server that was never probed. */
export type KnownHealth = Omit<HealthReading, 'checkedAt'> & {
  readonly checkedAt?: Date | undefined
}

/**
 * The newest reading of a server; `unknown` and nothing else where it was never probed.
 *
 * @returns `undefined` for a server that the viewer may not see
 */
export async function findHealth(
  context: {
    readonly viewer: Viewer | undefined
    readonly registry: Registry
    readonly health: HealthStore
  },
  { serverId }: { serverId: string },
): Promise<KnownHealth | undefined> {
  const { viewer, registry, health } = context
  const [server] = await registry.findSummaries(viewer, [serverId])
  if (!server) return undefined
  return (await health.latest(serverId)) ?? { serverId, state: 'unknown' }
}
