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

/** What a server reads, by short names; those of `OWN` begin with the server's name outside. */
function variables(name: string, fallback: number) {
  return {
    TOOLGRAPH_MODE: mode(),
    HOST: text('127.0.0.1', 'the address to listen on'),
    PORT: port(fallback, 'the port to listen on'),
    URL: url(`http://localhost:${fallback}`, `the public address of ${name}`),
    ISSUER_URL: url('http://localhost:4100', 'the issuer where people sign in'),
    GRAPH_URL: url('http://localhost:4200', 'the graph'),
    DATABASE_URL: text(undefined, "the connection string of the service's own role"),
    CLIENT_SECRET: secret(
      `development-only-${name}-secret`,
      `the secret by which ${name} publishes itself at the graph`,
    ),
  }
}

const OWN: readonly string[] = ['PORT', 'URL', 'CLIENT_SECRET']

/** The settings of a server, by short names. */
export type ServerSettings = Values<ReturnType<typeof variables>>

/** What a server reads from its environment: `BOOKING_PORT` and so on. */
export function serverEnvironment(name: string, fallback: number): EnvironmentDefinition {
  const named = Object.entries(variables(name, fallback))
  return Object.fromEntries(named.map(([key, variable]) => [outside(name, key), variable]))
}

/**
 * Reads the settings of a server.
 *
 * @throws Naming every variable that is missing or wrong, as `readEnvironment` does
 */
export function readServerEnvironment(
  { name, port: fallback }: { name: string; port: number },
  source: Readonly<Record<string, unknown>>,
): ServerSettings {
  const values = readEnvironment(serverEnvironment(name, fallback), source)
  const keys = Object.keys(variables(name, fallback))
  // Each value came out of the schema that stands under its short name.
  return Object.fromEntries(keys.map((key) => [key, values[outside(name, key)]])) as ServerSettings
}

function outside(name: string, key: string): string {
  return OWN.includes(key) ? `${name.toUpperCase()}_${key}` : key
}
