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

/** What the issuer reads from its environment. */
export const environment = defineEnvironment({
  TOOLGRAPH_MODE: mode(),
  HOST: text('127.0.0.1', 'the address to listen on'),
  AUTH_PORT: port(4100, 'the port to listen on'),
  ISSUER_URL: url('http://localhost:4100', 'the issuer where people sign in'),
  WEB_URL: url('http://localhost:4000', 'the web application'),
  GRAPH_URL: url('http://localhost:4200', 'the graph'),
  BOOKING_URL: url('http://localhost:4301', 'the public address of booking'),
  PRODUCT_URL: url('http://localhost:4302', 'the public address of product'),
  ORDER_URL: url('http://localhost:4303', 'the public address of order'),
  FORM_URL: url('http://localhost:4304', 'the public address of form'),
  DATABASE_URL: text(undefined, "the connection string of the service's own role"),
  TRUSTED_ORIGINS: list('', 'exact origins that may be plain http and private, for safe-fetch'),
  AUTH_SECRET: secret(
    'development-only-auth-secret',
    'seals the signing keys at rest; to change it, see auth/docs/rotate-keys.md',
  ),
  AUTH_SECRET_PREVIOUS: text('', 'the AUTH_SECRET before this one, for a day after a change'),
  AUDIT_RETENTION_DAYS: wholeNumber(365, 'how long the audit log remembers'),
  BOOKING_CLIENT_SECRET: secret(
    'development-only-booking-secret',
    'the secret by which booking publishes itself at the graph',
  ),
  PRODUCT_CLIENT_SECRET: secret(
    'development-only-product-secret',
    'the secret by which product publishes itself at the graph',
  ),
  ORDER_CLIENT_SECRET: secret(
    'development-only-order-secret',
    'the secret by which order publishes itself at the graph, and acts for people',
  ),
  FORM_CLIENT_SECRET: secret(
    'development-only-form-secret',
    'the secret by which form publishes itself at the graph',
  ),
  GRAPH_CLIENT_SECRET: secret(
    'development-only-graph-secret',
    'the secret by which the graph introspects tokens at the issuer',
  ),
  GITHUB_CLIENT_ID: text('', 'sign-in by GitHub; see auth/docs/add-a-provider.md'),
  GITHUB_CLIENT_SECRET: text('', 'the secret that GitHub gave with it'),
  GOOGLE_CLIENT_ID: text('', 'sign-in by Google; see auth/docs/add-a-provider.md'),
  GOOGLE_CLIENT_SECRET: text('', 'the secret that Google gave with it'),
  OIDC_PROVIDERS: text(
    '',
    'sign-in by OpenID providers, a JSON list; see auth/docs/add-a-provider.md',
  ),
  DEMO_ACCOUNTS: flag(true, 'ready accounts; only ever in development, on a loopback issuer'),
  MAIL_FROM: text('', 'who mail comes from: `Name <address>`'),
  SMTP_URL: text('', 'the mail server, on Node only: `smtps://USER:PASSWORD@HOST:PORT`'),
  MAIL_API_URL: text('', 'instead of SMTP: where mail is posted as JSON, in the way of Resend'),
  MAIL_API_KEY: text('', 'the key of that mail service'),
  CLIENT_ADDRESS_HEADER: text(
    '',
    'the header in which your own proxy writes the address of the caller, for the limits',
  ),
})
