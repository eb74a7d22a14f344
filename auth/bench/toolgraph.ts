import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import { startMeasuredServer } from '@toolgraph/testing/measured-server'
import { freePort } from '@toolgraph/testing/ports'
import { INTROSPECTOR, RESOURCE, SCOPE, WEB_ORIGIN, type Contender } from './contender.ts'

/** Starts our issuer: its own entry, unchanged, beside a registry that knows one server. */
export async function startToolgraph(databaseUrl: string): Promise<Contender> {
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const registryPort = await freePort()
  const registry = await startRegistry(registryPort, origin)
  const server = await startMeasuredServer({
    name: 'toolgraph',
    entry: new URL('../src/entry/node.ts', import.meta.url),
    environment: {
      HOST: '127.0.0.1',
      AUTH_PORT: String(port),
      ISSUER_URL: origin,
      WEB_URL: WEB_ORIGIN,
      GRAPH_URL: `http://localhost:${registryPort}`,
      GRAPH_CLIENT_SECRET: INTROSPECTOR.secret,
      DATABASE_URL: databaseUrl,
    },
  })
  return {
    name: 'toolgraph',
    server: {
      cpu: server.cpu,
      async stop() {
        await server.stop()
        registry.close()
      },
    },
    origin,
    authorizePath: '/authorize',
    tokenPath: '/token',
    introspectPath: '/introspect',
    signInFields: { email: 'aiko@demo.example', password: 'toolgraph-demo' },
    introspectedResource: RESOURCE,
  }
}

/** Answers as the graph does. The issuer asks once a minute. */
async function startRegistry(port: number, issuer: string): Promise<Server> {
  const resource = {
    resource: RESOURCE,
    name: 'example/booking',
    title: 'Booking',
    issuer,
    scopes: SCOPE.split(' ').map((name) => ({ name, description: name })),
  }
  const registry = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(resource))
  })
  registry.listen(port, '127.0.0.1')
  await once(registry, 'listening')
  registry.unref()
  return registry
}
