import { checkAddress } from '@toolgraph/safe-fetch'
import * as z from 'zod'
import {
  DEFAULT_SCOPE,
  githubProvider,
  googleProvider,
  type Credentials,
  type FederatedProvider,
  type OidcProvider,
} from '../federation/provider.ts'

/** The variables that name other providers. */
export interface ProviderVariables {
  GITHUB_CLIENT_ID: string
  GITHUB_CLIENT_SECRET: string
  GOOGLE_CLIENT_ID: string
  GOOGLE_CLIENT_SECRET: string
  OIDC_PROVIDERS: string
  TRUSTED_ORIGINS: readonly string[]
}

/**
 * Reads which other providers people may sign in by. Pure.
 *
 * @throws Naming the variable and the member that is wrong, and never what stands there: it may be a secret
 */
export function toProviders(values: ProviderVariables): FederatedProvider[] {
  const github = readPair('GITHUB', values.GITHUB_CLIENT_ID, values.GITHUB_CLIENT_SECRET)
  const google = readPair('GOOGLE', values.GOOGLE_CLIENT_ID, values.GOOGLE_CLIENT_SECRET)
  return [
    ...(github ? [githubProvider(github)] : []),
    ...(google ? [googleProvider(google)] : []),
    ...readList(values),
  ]
}

function readPair(name: string, clientId: string, clientSecret: string): Credentials | undefined {
  if (clientId === '' && clientSecret === '') return undefined
  if (clientId === '' || clientSecret === '')
    throw wrong(`${name}_CLIENT_ID and ${name}_CLIENT_SECRET must be set together`)
  return { clientId, clientSecret }
}

/** Identities of these two are kept under these ids: nobody else may ever have them. */
const RESERVED = ['github', 'google']

const MEMBERS = 'id, name, issuer, clientId, clientSecret and scope'

const text = (maximum: number) =>
  z.string('must be a text').min(1, 'must not be empty').max(maximum, 'is too long')

const providerSchema = z.strictObject(
  {
    id: z
      .string('must be a text')
      .regex(/^[a-z0-9-]{1,32}$/, 'must be 1 to 32 of a-z, 0-9 and "-"')
      .refine((id) => !RESERVED.includes(id), 'is reserved'),
    name: text(40).regex(/^(?=.*\S)[^\p{Cc}\p{Cf}]+$/u, 'must be readable'),
    issuer: text(512),
    clientId: text(512),
    clientSecret: text(1024),
    scope: text(512)
      .refine((scope) => scope.split(' ').includes('openid'), 'must have "openid" in it')
      .default(DEFAULT_SCOPE),
  },
  // The library's own message would repeat the name of a member, and that may be a misplaced secret.
  {
    error: ({ code }) =>
      code === 'unrecognized_keys' ? `has members beside ${MEMBERS}` : 'must be an object',
  },
)

const listSchema = z.array(providerSchema, 'must be a list')

function readList({ OIDC_PROVIDERS: list, TRUSTED_ORIGINS }: ProviderVariables): OidcProvider[] {
  if (list.trim() === '') return []
  const parsed = listSchema.safeParse(parseJson(list))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw wrong(`${placeOf(issue?.path ?? [])} ${issue?.message ?? 'is wrong'}`)
  }
  const ids = new Set<string>()
  return parsed.data.map((provider, index) => {
    const place = (member: string) => placeOf([index, member])
    if (ids.has(provider.id)) throw wrong(`${place('id')} is taken by another provider`)
    ids.add(provider.id)
    if (!isIssuer(provider.issuer, TRUSTED_ORIGINS))
      throw wrong(
        `${place('issuer')} must be a public https address without query, or of one of the TRUSTED_ORIGINS`,
      )
    return { ...provider, protocol: 'oidc', accountPrompt: 'login' }
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Its own message repeats what stands there.
    throw wrong('OIDC_PROVIDERS is not JSON')
  }
}

/** OpenID Connect Discovery §2: no query, no fragment. */
function isIssuer(issuer: string, trustedOrigins: readonly string[]): boolean {
  return !/[?#]/.test(issuer) && checkAddress(issuer, trustedOrigins).ok
}

function placeOf(path: readonly PropertyKey[]): string {
  const members = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
  return `OIDC_PROVIDERS${members.join('')}`
}

function wrong(what: string): Error {
  return new Error(`Cannot start: ${what}`)
}
