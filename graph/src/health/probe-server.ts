import { assertWithin, type LimitContext } from '../limits/assert-within.ts'
import { serverNotFound } from '../registry/errors.ts'
import type { Registry } from '../registry/registry.ts'
import { AccessError } from '../registry/viewer.ts'
import { nothingToProbe, probingOff } from './errors.ts'
import type { HealthReading } from './reading.ts'
import { PROBE_LEASE_MS, runProbe, type ProbeContext } from './run-probe.ts'

/** What the verbs of this room work with. */
export interface HealthContext extends ProbeContext, LimitContext {
  readonly registry: Registry
  /** Whether servers that nobody published here are probed. */
  readonly probesImported: boolean
}

/** Who asks again within this time gets the reading that stands. */
const FRESH_MS = 10_000

/**
 * Asks a server now how it is. Two who ask at the same time get one probe: the second, what stands.
 *
 * @throws HealthError, RegistryError, AccessError, LimitError
 */
export async function probeServer(
  context: HealthContext,
  { serverId }: { serverId: string },
): Promise<HealthReading> {
  const { viewer, registry, health } = context
  if (!viewer)
    throw new AccessError('ERR_SIGN_IN_REQUIRED', 'Cannot probe a server without signing in', [])

  const server = await registry.find(viewer, { id: serverId })
  if (!server) throw serverNotFound(serverId)
  if (server.url === undefined || server.status === 'deleted') throw nothingToProbe(server.name)
  if (server.source !== 'published' && !context.probesImported) throw probingOff(server.name)

  await assertWithin(context, 'probe')
  const now = context.now()
  const checkedBefore = new Date(now.getTime() - FRESH_MS)
  const target = await health.claim(serverId, { now, leaseMs: PROBE_LEASE_MS, checkedBefore })
  if (target) return runProbe(context, target)

  const latest = await health.latest(serverId)
  return latest ?? { serverId, state: 'unknown', checkedAt: now, detail: 'It is being probed' }
}
