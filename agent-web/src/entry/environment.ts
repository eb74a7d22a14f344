import { defineEnvironment, list, mode, port, secret, text, url } from '@toolgraph/entry'

/** What agent-web reads from its environment. */
export const environment = defineEnvironment({
  TOOLGRAPH_MODE: mode(),
  HOST: text('127.0.0.1', 'the address to listen on'),
  WEB_PORT: port(4000, 'the port to listen on'),
  WEB_URL: url('http://localhost:4000', 'the public address of agent-web'),
  ISSUER_URL: url('http://localhost:4100', 'the issuer where people sign in'),
  GRAPH_URL: url('http://localhost:4200', 'the graph'),
  DATABASE_URL: text(undefined, "the connection string of the service's own role"),
  TRUSTED_ORIGINS: list('', 'origins that linked servers may have on private addresses'),
  WEB_SEAL_KEYS: secret(
    'dev:ZGV2ZWxvcG1lbnQtb25seS1zZWFsaW5nLWtleS0zMmI',
    'keys that seal tokens, `id:key,id:key`, each key 32 bytes in base64url; the first one seals',
  ),
})
