import type { Service } from '@toolgraph/database'
import {
  mode,
  port,
  readEnvironment,
  secret,
  text,
  url,
  type EnvironmentDefinition,
  type Values,
} from '@toolgraph/entry'
import type { HouseServer, Outside, ServerEnvironment } from './house-server.ts'

/** What of a server says what it reads. */
type Described = Pick<HouseServer<never, never>, 'name' | 'port' | 'calls'>

/** What a server reads, by short names; those of `OWN` begin with the server's name outside. */
function variables({ name, port: fallback, calls }: Described) {
  return {
    TOOLGRAPH_MODE: mode(),
    HOST: text('127.0.0.1', 'the address to listen on'),
    PORT: port(fallback, 'the port to listen on'),
    URL: publicUrl(name, fallback),
    ISSUER_URL: url('http://localhost:4100', 'the issuer where people sign in'),
    GRAPH_URL: url('http://localhost:4200', 'the graph'),
    DATABASE_URL: text(undefined, "the connection string of the service's own role"),
    CLIENT_SECRET: secret(
      `development-only-${name}-secret`,
      `the secret by which ${name} publishes itself at the graph${calls ? ', and acts for people' : ''}`,
    ),
  }
}

const OWN: readonly string[] = ['PORT', 'URL', 'CLIENT_SECRET']

/** The settings of a server, by short names. */
export type ServerSettings = Values<ReturnType<typeof variables>> & Pick<Outside, 'urls'>

/** What a server reads from its environment: `BOOKING_PORT` and so on. */
export function serverEnvironment(server: Described): EnvironmentDefinition {
  const named = Object.entries(variables(server)).map(([key, variable]) => [
    outsideName(server.name, key),
    variable,
  ])
  const called = callsOf(server).map(([name, port]) => [
    outsideName(name, 'URL'),
    publicUrl(name, port),
  ])
  return Object.fromEntries([...named, ...called])
}

/**
 * Reads the settings of a server.
 *
 * @throws Naming every variable that is missing or wrong, as `readEnvironment` does
 */
export function readServerEnvironment(
  server: Described,
  source: Readonly<Record<string, unknown>>,
): ServerSettings {
  const values = readEnvironment(serverEnvironment(server), source)
  const keys = Object.keys(variables(server))
  const own = Object.fromEntries(keys.map((key) => [key, values[outsideName(server.name, key)]]))
  const urls = Object.fromEntries(
    callsOf(server).map(([name]) => [name, values[outsideName(name, 'URL')]]),
  )
  // Each value came out of the schema that stands under its short name.
  return { ...own, urls } as ServerSettings
}

/** What the settings say of the world, for `openEnvironment`. */
export function toWorld({ URL: own, ISSUER_URL: issuerUrl, CLIENT_SECRET, urls }: ServerSettings): {
  base: ServerEnvironment
  outside: Outside
} {
  const fetch: typeof globalThis.fetch = (input, init) => globalThis.fetch(input, init)
  return {
    base: { url: own, issuerUrl, now: Date.now },
    outside: { fetch, clientSecret: CLIENT_SECRET, urls },
  }
}

function publicUrl(name: string, fallback: number) {
  return url(`http://localhost:${fallback}`, `the public address of ${name}`)
}

function callsOf({ calls = {} }: Described): [Service, number][] {
  // The keys are those of the type.
  return Object.entries(calls) as [Service, number][]
}

function outsideName(name: string, key: string): string {
  return OWN.includes(key) ? `${name.toUpperCase()}_${key}` : key
}
