import { Client, gql, subscriptionExchange } from '@urql/core'
import { createClient as createEventClient } from 'graphql-sse'
import { invalidateAll } from '$app/navigation'

const SETTLE_MS = 300
const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 30_000

const CONNECTION_CHANGED = gql`
  subscription ConnectionChanged {
    connectionChanged {
      kind
    }
  }
`

const HEALTH_CHANGED = gql`
  subscription HealthChanged($serverId: ID!) {
    healthChanged(serverId: $serverId) {
      reading {
        state
      }
    }
  }
`

type Open = (client: Client) => ReturnType<Client['subscription']>

/**
 * Loads the page's data again whenever one of the person's connections changes, here or in another
 * window. Browser only. Returns what ends it.
 */
export function watchConnections(): () => void {
  return watchWhileSeen((client) => client.subscription(CONNECTION_CHANGED, {}))
}

/** Loads the page's data again whenever a server's health changes. Browser only. */
export function watchHealth(serverId: string): () => void {
  return watchWhileSeen((client) => client.subscription(HEALTH_CHANGED, { serverId }))
}

/**
 * A browser opens at most six connections to one host (HTTP/1.1), and a subscription holds one. So
 * only the windows that are seen listen; one that is seen again loads what it has missed.
 */
function watchWhileSeen(open: Open): () => void {
  let close = document.hidden ? undefined : watch(open)

  function onvisibilitychange() {
    close?.()
    close = document.hidden ? undefined : watch(open)
    if (close) void invalidateAll()
  }

  document.addEventListener('visibilitychange', onvisibilitychange)
  return () => {
    document.removeEventListener('visibilitychange', onvisibilitychange)
    close?.()
  }
}

function watch(open: Open): () => void {
  const { client, close } = createLiveClient()
  let timer: ReturnType<typeof setTimeout> | undefined

  const { unsubscribe } = open(client).subscribe(({ data }) => {
    if (!data) return
    clearTimeout(timer)
    timer = setTimeout(() => void invalidateAll(), SETTLE_MS)
  })

  return () => {
    clearTimeout(timer)
    unsubscribe()
    close()
  }
}

function createLiveClient(): { client: Client; close: () => void } {
  const url = new URL('/graphql', location.href).href
  const events = createEventClient({
    url,
    retryAttempts: Number.POSITIVE_INFINITY,
    retry: (retries) => waitFor(Math.min(FIRST_WAIT_MS * 2 ** retries, LONGEST_WAIT_MS)),
  })
  const exchange = subscriptionExchange({
    forwardSubscription: ({ query = '', variables }) => ({
      subscribe: (sink) => ({
        unsubscribe: events.subscribe({ query, variables: { ...variables } }, sink),
      }),
    }),
  })
  return { client: new Client({ url, exchanges: [exchange] }), close: () => events.dispose() }
}

/** Not all windows come back in the same moment. */
function waitFor(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds * (0.75 + Math.random() / 2)))
}
