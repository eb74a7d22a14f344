import { defineEnvironment, mode, port, secret, text, url } from '@toolgraph/entry'

/** What booking reads from its environment. */
export const environment = defineEnvironment({
  TOOLGRAPH_MODE: mode(),
  HOST: text('127.0.0.1', 'the address to listen on'),
  BOOKING_PORT: port(4301, 'the port to listen on'),
  BOOKING_URL: url('http://localhost:4301', 'the public address of booking'),
  ISSUER_URL: url('http://localhost:4100', 'the issuer where people sign in'),
  GRAPH_URL: url('http://localhost:4200', 'the graph'),
  DATABASE_URL: text(undefined, "the connection string of the service's own role"),
  BOOKING_CLIENT_SECRET: secret(
    'development-only-booking-secret',
    'the secret by which booking publishes itself at the graph',
  ),
})
