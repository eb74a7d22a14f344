/** How an application introduces itself. */
export interface StoreOptions {
  redirectUri: string
  clientName: string
  /** The address of its Client ID Metadata Document (default: it registers itself). */
  clientMetadataUrl?: string
}

/**
 * What an application keeps of its authorization at one server, as an `OAuthClientProvider` of the official
 * SDK. It keeps values without looking at them, so that it fits every version; the SDK alone knows their types.
 */
export function createAuthorizationStore({
  redirectUri,
  clientName,
  clientMetadataUrl,
}: StoreOptions) {
  const kept: Record<string, unknown> = {}
  const sentTo: URL[] = []
  const state = crypto.randomUUID()
  const provider = {
    redirectUrl: redirectUri,
    ...(clientMetadataUrl !== undefined && { clientMetadataUrl }),
    clientMetadata: {
      client_name: clientName,
      redirect_uris: [redirectUri],
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      application_type: 'native',
    },
    state: () => state,
    clientInformation: () => kept['client'],
    saveClientInformation: (client: unknown) => void (kept['client'] = client),
    tokens: () => kept['tokens'],
    saveTokens: (tokens: unknown) => void (kept['tokens'] = tokens),
    codeVerifier: () => kept['verifier'],
    saveCodeVerifier: (verifier: string) => void (kept['verifier'] = verifier),
    discoveryState: () => kept['discovery'],
    saveDiscoveryState: (discovery: unknown) => void (kept['discovery'] = discovery),
    redirectToAuthorization: (url: URL) => void sentTo.push(url),
    invalidateCredentials: (scope: string) => {
      for (const name of Object.keys(kept)) if (name === scope || scope === 'all') delete kept[name]
    },
  }
  return {
    provider,
    /** The addresses that the person was sent to, in order. */
    sentTo,
    /** What the issuer must send back. */
    state,
    clientId: () => textIn(kept['client'], 'client_id'),
    accessToken: () => textIn(kept['tokens'], 'access_token'),
    refreshToken: () => textIn(kept['tokens'], 'refresh_token'),
    scopes: () => textIn(kept['tokens'], 'scope').split(' ').filter(Boolean).toSorted(),
    forgetTokens: () => void delete kept['tokens'],
    /** Puts another access token in the place of the kept one. */
    spoilAccessToken: (token: string) =>
      void (kept['tokens'] = Object.assign({}, kept['tokens'], { access_token: token })),
  }
}

/** One application's authorization at one server. */
export type AuthorizationStore = ReturnType<typeof createAuthorizationStore>

function textIn(value: unknown, name: string): string {
  const text: unknown = Object.entries(value ?? {}).find(([key]) => key === name)?.[1]
  return typeof text === 'string' ? text : ''
}
