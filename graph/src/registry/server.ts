import * as z from 'zod'
import { isCategory } from './categories.ts'
import {
  iconsSchema,
  line,
  MAX_TOOLS,
  optional,
  scopeName,
  toolSchema,
  translationsSchema,
} from './tool.ts'
import { isVersion } from './version.ts'

/** A server's name: reverse-DNS namespace, one slash, its own part. */
export const serverName = z
  .string()
  .min(3)
  .max(200)
  .regex(
    /^[a-zA-Z0-9][a-zA-Z0-9.-]*[a-zA-Z0-9]\/[a-zA-Z0-9][a-zA-Z0-9._-]*[a-zA-Z0-9]$/,
    'must be a reverse-DNS namespace, one slash and a name, such as "com.example/weather"',
  )
  .refine((name) => !name.includes('..'), 'must not contain ".."')

const webAddress = z
  .string()
  .max(2048)
  .refine(
    (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
    'must be an http or https address',
  )

/** An MCP endpoint. Whether we may reach it is decided where it is read. */
const endpoint = webAddress
  .refine((text) => {
    if (!URL.canParse(text)) return true
    const { username, password, hash } = new URL(text)
    return !username && !password && !hash && !text.includes('#')
  }, 'must have no credentials and no fragment')
  .transform(toCanonicalUrl)

const tag = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} .+#_-]{0,39}$/u, 'must be 1 to 40 letters, digits or "-"')

const category = z
  .string()
  .refine(isCategory, 'must be a category of the vocabulary, such as "productivity"')

const metadata = {
  title: line(100),
  description: z.string().trim().min(1).max(1000),
  websiteUrl: optional(webAddress),
  repositoryUrl: optional(webAddress),
  tags: optional(z.array(tag).max(20).transform(unique)),
  categories: optional(z.array(category).max(5).transform(unique)),
  region: optional(z.string().regex(/^[a-z0-9-]{2,32}$/, 'must be a region such as "eu" or "jp"')),
  visibility: optional(z.enum(['public', 'organization', 'private'])),
  translations: optional(translationsSchema),
}

/** A scope that tools of a server ask for, and the reason to give it. */
export const scopeReasonSchema = z.strictObject({
  name: scopeName,
  description: z.string().min(1).max(500),
  descriptions: optional(z.record(z.string().max(10), z.string().max(500))),
})

/** What `publish` takes: what a server says of itself. */
export const publishServerSchema = z.strictObject({
  name: serverName,
  version: z
    .string()
    .min(1)
    .max(255)
    .refine(isVersion, 'must be one version, not "latest" and not a range'),
  ...metadata,
  url: optional(endpoint),
  icons: optional(iconsSchema),
  scopes: optional(
    z.array(scopeReasonSchema).max(100).refine(haveOwnNames, 'must have no scope twice'),
  ),
  tools: optional(
    z.array(toolSchema).max(MAX_TOOLS).refine(haveOwnNames, 'must have no tool twice'),
  ),
  owner: optional(
    z
      .string()
      .trim()
      .min(1)
      .max(100)
      .describe('The slug or id of an organization of yours to publish for (default: yourself)'),
  ),
})

/** What `update` takes: a field that is left out or null stays as it is. */
export const updateServerSchema = z.strictObject({
  ...metadata,
  title: optional(metadata.title),
  description: optional(metadata.description),
})

/** A manifest: what a server says of itself, parsed. */
export type Manifest = Omit<z.output<typeof publishServerSchema>, 'owner'>

/** The fields of a server that change without a new version. */
export type ServerChanges = z.output<typeof updateServerSchema>

/** The reason of each scope, as the row keeps it. */
export const scopeReasonsSchema = z.array(
  z.object({
    name: z.string(),
    description: z.string(),
    descriptions: z.record(z.string(), z.string()).default({}),
  }),
)

/** Where a server's tokens come from, read from its own RFC 9728 document and its issuer's RFC 8414 one. */
export interface ServerAuthorization {
  readonly issuer?: string | undefined
  readonly authorizationEndpoint?: string | undefined
  readonly tokenEndpoint?: string | undefined
  readonly jwksUri?: string | undefined
}

/** Names that differ only by case are one name: this is what they have in common. */
export function toNameKey(name: string): string {
  return name.toLowerCase()
}

/** One spelling of an endpoint: lower-case host, no default port; a trailing slash only where it was given. */
export function toCanonicalUrl(text: string): string {
  const { href } = new URL(text)
  return text.endsWith('/') ? href : href.replace(/\/$/, '')
}

function unique<value>(values: readonly value[]): value[] {
  return [...new Set(values)]
}

function haveOwnNames(items: readonly { name: string }[]): boolean {
  return new Set(items.map(({ name }) => name)).size === items.length
}
