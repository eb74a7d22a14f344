/** Another provider that people may sign in by, as the operator configured it. */
export type FederatedProvider = OidcProvider | GithubProvider

interface ProviderBase {
  /** Stands in addresses, and with each identity for as long as its account lives. */
  id: string
  /** What people call it. */
  name: string
  clientId: string
  clientSecret: string
  /** The identifier by which it names itself (OpenID Connect Discovery §4.3, RFC 9207). */
  issuer: string
}

/** A provider that speaks OpenID Connect. */
export interface OidcProvider extends ProviderBase {
  protocol: 'oidc'
  /** What is asked for; `openid` among it. */
  scope: string
  /** The `prompt` by which it lets a person change the account (OpenID Connect Core §3.1.2.1). */
  accountPrompt: 'login' | 'select_account'
}

/** GitHub: OAuth with an API of its own for who somebody is. */
export interface GithubProvider extends ProviderBase {
  protocol: 'github'
  apiUrl: string
}

/** What an operator gets from a provider. */
export interface Credentials {
  clientId: string
  clientSecret: string
}

const GITHUB = { issuer: 'https://github.com/login/oauth', apiUrl: 'https://api.github.com' }

/** The scopes of a provider for which none are configured. */
export const DEFAULT_SCOPE = 'openid email profile'

/**
 * Makes the provider that is GitHub.
 *
 * @param at Where it answers (default: github.com); another place in tests only
 */
export function githubProvider(credentials: Credentials, at = GITHUB): GithubProvider {
  return { id: 'github', name: 'GitHub', protocol: 'github', ...credentials, ...at }
}

/** Makes the provider that is Google. */
export function googleProvider(credentials: Credentials): OidcProvider {
  return {
    id: 'google',
    name: 'Google',
    protocol: 'oidc',
    ...credentials,
    issuer: 'https://accounts.google.com',
    scope: DEFAULT_SCOPE,
    accountPrompt: 'select_account',
  }
}

/** Where a provider sends people back to: an address of its own for each, so that no two can be mixed up. */
export function callbackUrl(issuer: string, { id }: Pick<FederatedProvider, 'id'>): string {
  return `${issuer}/federated/${id}/callback`
}
