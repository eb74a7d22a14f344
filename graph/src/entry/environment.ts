import { defineEnvironment, flag, list, mode, port, secret, text, url } from '@toolgraph/entry'

/** What the graph reads from its environment. */
export const environment = defineEnvironment({
  TOOLGRAPH_MODE: mode(),
  HOST: text('127.0.0.1', 'the address to listen on'),
  GRAPH_PORT: port(4200, 'the port to listen on'),
  GRAPH_URL: url('http://localhost:4200', 'the graph'),
  ISSUER_URL: url('http://localhost:4100', 'the issuer where people sign in'),
  DATABASE_URL: text(undefined, "the connection string of the service's own role"),
  TRUSTED_ORIGINS: list('', 'origins that published servers may have on private addresses'),
  PROBE_IMPORTED: flag(false, 'probe servers too that nobody published here'),
  PROBE_WITNESSES: list(
    '',
    'addresses that are always there: when none of them answers, a server that seems down is unknown',
  ),
  ADMINISTRATORS: list('', "the issuer's subject of each operator of this registry"),
  GRAPH_CLIENT_SECRET: secret(
    'development-only-graph-secret',
    'the secret by which the graph introspects tokens at the issuer',
  ),
})
