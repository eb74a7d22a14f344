import type { Icon } from './icon.ts'
import type { JsonSchema } from './json-schema.ts'
import { fromEnv, type ScopeReason, type WorkerPlan } from './options.ts'
import type { RegisteredTool } from './registered-tool.ts'
import type { ToolHints, ToolTranslation, Translation } from './tool.ts'

/** What a server says of itself when it is published (`POST /registry/servers`). */
export interface Manifest {
  name: string
  version: string
  title: string
  description: string
  /** The address of the MCP endpoint. */
  url: string
  websiteUrl?: string
  repositoryUrl?: string
  icons?: Icon[]
  tags: string[]
  categories: string[]
  region?: string
  visibility?: 'public' | 'organization' | 'private'
  translations?: Record<string, Translation>
  scopes: ManifestScope[]
  tools: ManifestTool[]
}

/** A scope with its reason. */
export interface ManifestScope {
  name: string
  /** Why it is asked for, in English. */
  description: string
  /** The same in other languages, by BCP 47 tag. */
  descriptions?: Record<string, string>
}

/** A tool, as the registry keeps it. */
export interface ManifestTool {
  name: string
  title?: string
  description: string
  inputSchema: JsonSchema
  outputSchema?: JsonSchema
  annotations?: ToolHints
  icons?: Icon[]
  scopes?: string[]
  /** Its texts, and those of its fields, by BCP 47 tag. */
  translations?: Record<string, ToolTranslation>
}

/** Writes the manifest of a worker. */
export function toManifest<env>({ options, tools }: WorkerPlan<env>, env: env): Manifest {
  const { name, version, title = name, description, region, visibility } = options
  const { websiteUrl, repositoryUrl, icons, translations = {} } = options
  return {
    name,
    version,
    title,
    description,
    url: fromEnv(options.url, env),
    ...(websiteUrl === undefined ? {} : { websiteUrl }),
    ...(repositoryUrl === undefined ? {} : { repositoryUrl }),
    ...(icons === undefined ? {} : { icons: [...icons] }),
    tags: [...(options.tags ?? [])],
    categories: [...(options.categories ?? [])],
    ...(region === undefined ? {} : { region }),
    ...(visibility === undefined ? {} : { visibility }),
    translations: { ...translations },
    scopes: Object.entries(options.scopes ?? {}).map(toManifestScope),
    tools: [...tools.values()].map(toManifestTool),
  }
}

function toManifestScope([name, reason]: [string, ScopeReason]): ManifestScope {
  if (typeof reason === 'string') return { name, description: reason }
  const { en, ...descriptions } = reason
  return { name, description: en, descriptions }
}

function toManifestTool<env>(tool: RegisteredTool<env>): ManifestTool {
  const { title, description, outputSchema, annotations, icons, scopes } = tool
  return {
    name: tool.name,
    ...(title === undefined ? {} : { title }),
    description: description ?? '',
    inputSchema: tool.inputSchema,
    ...(outputSchema === undefined ? {} : { outputSchema }),
    ...(annotations === undefined ? {} : { annotations }),
    ...(icons === undefined ? {} : { icons: [...icons] }),
    scopes: [...scopes],
    translations: { ...tool.translations },
  }
}
