// One turn of mirroring in a process of its own, which a test kills: `mirror-once.ts DATABASE_URL UPSTREAM LEASE_MS`.
import { createDatabase } from '@toolgraph/database/node'
import { mirrorRegistry } from '../src/mirror/mirror-registry.ts'
import { importServers } from '../src/storage/import-servers.ts'
import { createMirrorStore } from '../src/storage/mirror-store.ts'

const [databaseUrl = '', upstream = '', leaseMs = ''] = process.argv.slice(2)
const database = createDatabase(databaseUrl, { max: 2 })
await mirrorRegistry(
  {
    mirrors: createMirrorStore(database),
    write: (servers) => importServers(database, servers),
    fetch: (url, init) => fetch(url, init),
    now: () => new Date(),
  },
  { upstreams: [upstream], leaseMs: Number(leaseMs), signal: new AbortController().signal },
)
await database.$disconnect()
