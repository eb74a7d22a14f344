import {
  defineEnvironment,
  flag,
  list,
  mode,
  port,
  secret,
  text,
  url,
  wholeNumber,
} from '@toolgraph/entry'

/** What the graph reads from its environment. */
export const environment = defineEnvironment({
  TOOLGRAPH_MODE: mode(),
  HOST: text('127.0.0.1', 'the address to listen on'),
  GRAPH_PORT: port(4200, 'the port to listen on'),
  GRAPH_URL: url('http://localhost:4200', 'the graph'),
  ISSUER_URL: url('http://localhost:4100', 'the issuer where people sign in'),
  DATABASE_URL: text(undefined, "the connection string of the service's own role"),
  TRUSTED_ORIGINS: list('', 'origins that published servers may have on private addresses'),
  VERIFY_PACKAGES: flag(
    false,
    'publish only packages that say whose server they are, at npm, PyPI, NuGet or as an image',
  ),
  NPM_REGISTRY_URL: text('', 'the npm registry where packages are verified; empty: none is'),
  PROBE_IMPORTED: flag(false, 'probe servers too that nobody published here'),
  PROBE_WITNESSES: list(
    '',
    'addresses that are always there: when none of them answers, a server that seems down is unknown',
  ),
  MIRROR_URLS: list('', 'registries of the standard API that are read into this one, about hourly'),
  ADMINISTRATORS: list('', "the issuer's subject of each operator of this registry"),
  RESERVED_NAMESPACES: list(
    'dev.toolgraph=booking, dev.toolgraph=product, dev.toolgraph=order, dev.toolgraph=form, io.modelcontextprotocol',
    'namespaces that the operator keeps; with "=", who may publish there all the same',
  ),
  GITHUB_API_URL: text('', 'takes GitHub access tokens as proofs: "https://api.github.com"'),
  GITHUB_OIDC_ISSUER: text(
    '',
    'takes identity tokens of GitHub workflows as proofs: "https://token.actions.githubusercontent.com"',
  ),
  DNS_OVER_HTTPS_URL: text(
    '',
    "reads TXT records there (default: the machine's resolvers; on Workers, Cloudflare's)",
  ),
  ANONYMOUS_PUBLISHING: flag(
    false,
    'anybody may publish under io.modelcontextprotocol.anonymous; for development',
  ),
  READS_PER_MINUTE: wholeNumber(60_000, 'what one caller may read in a minute, at all replicas'),
  EXPECTED_REPLICAS: wholeNumber(1, 'replicas that share that limit'),
  CLIENT_ADDRESS_HEADER: text(
    '',
    'the header in which your own proxy writes the address of the caller, for the limits',
  ),
  EMBEDDINGS_URL: text(
    '',
    'ranks by meaning too: the whole address of a model, such as "http://localhost:11434/v1/embeddings"',
  ),
  EMBEDDINGS_MODEL: text('text-embedding-3-small', 'the name of that model'),
  EMBEDDINGS_KEY: text('', 'the key of that model, if it asks for one'),
  WEBHOOK_SECRET: secret(
    'development-only-webhook-secret',
    'the secret from which the keys of all webhooks follow',
  ),
  GRAPH_CLIENT_SECRET: secret(
    'development-only-graph-secret',
    'the secret by which the graph introspects tokens at the issuer',
  ),
})
