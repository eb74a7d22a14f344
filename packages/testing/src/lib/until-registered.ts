/** How long a worker may take to publish itself after it listens. */
const TIMEOUT_MS = 120_000

/**
 * Waits until the graph knows a resource, which a worker publishes by itself once it listens.
 *
 * @throws When it takes too long
 */
export async function untilRegistered(graphUrl: string, resource: string): Promise<void> {
  const address = `${graphUrl}/registry/resources?uri=${encodeURIComponent(resource)}`
  const deadline = Date.now() + TIMEOUT_MS
  while (Date.now() < deadline) {
    if ((await fetch(address)).ok) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`"${resource}" has not published itself`)
}
