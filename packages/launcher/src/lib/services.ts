import type { Service } from '@toolgraph/database'

/** A service that `npm start` runs. */
export interface LaunchedService {
  name: string
  entry: string
  database: Service
  portVariable: string
  urlVariable: string
  port: number
  /** Whether it is an MCP server, which publishes itself at the graph once it listens. */
  publishesItself?: boolean
}

export const SERVICES: readonly LaunchedService[] = [
  {
    name: 'auth',
    entry: 'auth/src/entry/node.ts',
    database: 'auth',
    portVariable: 'AUTH_PORT',
    urlVariable: 'ISSUER_URL',
    port: 4100,
  },
  {
    name: 'graph',
    entry: 'graph/src/entry/node.ts',
    database: 'graph',
    portVariable: 'GRAPH_PORT',
    urlVariable: 'GRAPH_URL',
    port: 4200,
  },
  {
    name: 'booking',
    entry: 'workers/booking/src/entry/node.ts',
    database: 'booking',
    portVariable: 'BOOKING_PORT',
    urlVariable: 'BOOKING_URL',
    port: 4301,
    publishesItself: true,
  },
  {
    name: 'product',
    entry: 'workers/product/src/entry/node.ts',
    database: 'product',
    portVariable: 'PRODUCT_PORT',
    urlVariable: 'PRODUCT_URL',
    port: 4302,
    publishesItself: true,
  },
  {
    name: 'order',
    entry: 'workers/order/src/entry/node.ts',
    database: 'order',
    portVariable: 'ORDER_PORT',
    urlVariable: 'ORDER_URL',
    port: 4303,
    publishesItself: true,
  },
  {
    name: 'form',
    entry: 'workers/form/src/entry/node.ts',
    database: 'form',
    portVariable: 'FORM_PORT',
    urlVariable: 'FORM_URL',
    port: 4304,
    publishesItself: true,
  },
  {
    name: 'agent-web',
    entry: 'agent-web/src/entry/node.ts',
    database: 'web',
    portVariable: 'WEB_PORT',
    urlVariable: 'WEB_URL',
    port: 4000,
  },
]

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The environment that all services share: ports, public URLs, and our own origins as trusted ones
 * beside those that are given.
 *
 * @throws When a port or an address is none, with its name
 */
export function settings(given: Environment): Environment {
  const values: Record<string, string | undefined> = { ...given }
  for (const { portVariable, urlVariable, port } of SERVICES) {
    values[portVariable] ||= String(port)
    if (!/^\d{1,5}$/.test(values[portVariable]) || Number(values[portVariable]) > 65_535)
      throw new Error(`Cannot start: ${portVariable} must be a port number, 0 to 65535`)
    values[urlVariable] ||= `http://localhost:${values[portVariable]}`
    if (!URL.canParse(values[urlVariable]))
      throw new Error(`Cannot start: ${urlVariable} must be an http or https address`)
  }
  const origins = SERVICES.map(({ urlVariable }) => new URL(values[urlVariable] ?? '').origin)
  values['TRUSTED_ORIGINS'] = [...origins, values['TRUSTED_ORIGINS']].filter(Boolean).join(',')
  return values
}
