import { Client, fetchExchange, gql, subscriptionExchange } from '@urql/core'
import { createClient as createEventClient } from 'graphql-sse'
import { invalidateAll } from '$app/navigation'

const SETTLE_MS = 300

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

/**
 * Loads the page's data again whenever one of the person's connections changes, here or in another
 * window. Browser only. Returns what ends it.
 */
export function watchConnections(): () => void {
  return watch((client) => client.subscription(CONNECTION_CHANGED, {}))
}

/** Loads the page's data again whenever a server's health changes. Browser only. */
export function watchHealth(serverId: string): () => void {
  return watch((client) => client.subscription(HEALTH_CHANGED, { serverId }))
}

function watch(open: (client: Client) => ReturnType<Client['subscription']>): () => void {
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
  const events = createEventClient({ url })
  const client = new Client({
    url,
    exchanges: [
      subscriptionExchange({
        forwardSubscription: ({ query = '', variables }) => ({
          subscribe: (sink) => ({
            unsubscribe: events.subscribe({ query, variables: { ...variables } }, sink),
          }),
        }),
      }),
      fetchExchange,
    ],
  })
  return { client, close: () => events.dispose() }
}
