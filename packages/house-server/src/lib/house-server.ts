import type { Database, Service } from '@toolgraph/database'
import type { McpWorker, McpWorkerOptions, ToolTypes } from '@toolgraph/worker'

/** What every server's tools and options can read; each server adds its own stores. */
export interface ServerEnvironment {
  /** The public address of the server, without a path. */
  readonly url: string
  readonly issuerUrl: string
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** By what a server reaches others for the person who calls it. */
export interface Outside {
  readonly fetch: typeof fetch
  /** What the server proves itself with, at the issuer. */
  readonly clientSecret: string
  /** The public addresses of the servers that it calls, without a path. */
  readonly urls: Readonly<Partial<Record<Service, string>>>
}

/** What an entry or a test may set of a server's worker. */
export type HouseServerOptions<env> = Pick<McpWorkerOptions<env>, 'fetch' | 'now' | 'log' | 'hooks'>

/** A server of this house: what it is, and what it opens. */
export interface HouseServer<env extends ServerEnvironment, tools extends ToolTypes> {
  /** Its Postgres schema, its client id at the issuer, and the beginning of its settings' names. */
  readonly name: Service
  /** The port in development. */
  readonly port: number
  /** The servers that it calls for people, with their ports in development (default: none) */
  readonly calls?: Readonly<Partial<Record<Service, number>>>
  createWorker(options: HouseServerOptions<env>): McpWorker<env, tools>
  /** Adds the server's stores. On Workers that is done for each request. */
  openEnvironment(base: ServerEnvironment, database: Database, outside: Outside): env
  /** Sees to it that the tables hold what must be there. Several processes may do so at once. */
  seed?(database: Database): Promise<void>
}
