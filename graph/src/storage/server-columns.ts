import type { ServerAuthorization } from '../registry/server.ts'
import type { ServerFacts } from '../registry/server-facts.ts'
import type { Tool } from '../registry/tool.ts'
import { toJson } from './json.ts'
import { summarizeTools } from './tool-rows.ts'

/** The columns of what a publication says of its server; what it does not speak of is left out. */
export function factColumns(facts: ServerFacts) {
  const { title, description, url, transport, websiteUrl, repositoryUrl, iconUrl } = facts
  const { tags, categories, region, translations, scopes } = facts
  return {
    title,
    description,
    baseUrl: url,
    transport,
    websiteUrl,
    repositoryUrl,
    iconUrl,
    tags: [...tags],
    ...(categories ? { categories: [...categories] } : {}),
    ...(region === undefined ? {} : { region }),
    ...(translations ? { translations: toJson(translations) } : {}),
    ...(scopes ? { scopeReasons: toJson(scopes) } : {}),
  }
}

/** The columns of what it says of its tools. */
export function toolColumns({ scopes = [] }: ServerFacts, tools: readonly Tool[]) {
  const names = [...scopes.map(({ name }) => name), ...tools.flatMap((tool) => tool.scopes)]
  return { scopes: [...new Set(names)], toolsSummary: toJson(summarizeTools(tools)) }
}

/** The columns of where its tokens come from. */
export function authorizationColumns(authorization: ServerAuthorization) {
  return {
    oauthIssuer: authorization.issuer ?? null,
    authorizationEndpoint: authorization.authorizationEndpoint ?? null,
    tokenEndpoint: authorization.tokenEndpoint ?? null,
    jwksUri: authorization.jwksUri ?? null,
  }
}
