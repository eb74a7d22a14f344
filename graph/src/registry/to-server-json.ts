import { CURRENT_SCHEMA } from '@toolgraph/server-json'
import type { Manifest } from './server.ts'

/** The standard's `server.json` of a publication in our own form. */
export interface WrittenServerJson {
  readonly $schema: string
  readonly name: string
  readonly title: string
  readonly description: string
  readonly version: string
  readonly websiteUrl?: string
  readonly repository?: { readonly url: string; readonly source: string }
  readonly icons?: readonly Icon[]
  readonly remotes?: readonly { readonly type: 'streamable-http'; readonly url: string }[]
}

/** What of our own form the standard has a place for. */
export type WritableManifest = Pick<Manifest, 'name' | 'version' | 'title' | 'description'> &
  Partial<Pick<Manifest, 'url' | 'websiteUrl' | 'repositoryUrl' | 'icons'>>

type Icon = NonNullable<Manifest['icons']>[number]

/** The longest description of the standard, in characters. */
const MAX_DESCRIPTION_CHARS = 100
/** The longest address of an icon of the standard. */
const MAX_ICON_CHARS = 255

/**
 * Writes the standard's `server.json` of a publication in our own form. What the standard has no place for (tools,
 * scopes, translations, categories) is left out, and so is what it does not allow, such as an icon within the address.
 *
 * Pure: no I/O, no clock.
 */
export function toServerJson(manifest: WritableManifest): WrittenServerJson {
  const { name, title, version, websiteUrl, url } = manifest
  const repository = toRepository(manifest.repositoryUrl)
  const icons = (manifest.icons ?? []).filter(isStandardIcon)
  return {
    $schema: CURRENT_SCHEMA,
    name,
    title,
    description: shorten(manifest.description),
    version,
    ...(websiteUrl && new URL(websiteUrl).protocol === 'https:' ? { websiteUrl } : {}),
    ...(repository ? { repository } : {}),
    ...(icons.length > 0 ? { icons } : {}),
    ...(url ? { remotes: [{ type: 'streamable-http', url }] } : {}),
  }
}

function shorten(description: string): string {
  const characters = [...description]
  if (characters.length <= MAX_DESCRIPTION_CHARS) return description
  return `${characters
    .slice(0, MAX_DESCRIPTION_CHARS - 1)
    .join('')
    .trimEnd()}…`
}

/** The standard knows two hosts of repositories; others stay in our own form. */
function toRepository(url: string | undefined): WrittenServerJson['repository'] {
  const [, , source] =
    /^https?:\/\/(www\.)?(github|gitlab)\.com\/[\w.-]+\/[\w.-]+\/?$/.exec(url ?? '') ?? []
  return url && source ? { url, source } : undefined
}

function isStandardIcon({ src, mimeType, sizes = [] }: Icon): boolean {
  const isKnown = mimeType === undefined || ICON_TYPES.includes(mimeType)
  const isSized = sizes.every((size) => /^(\d+x\d+|any)$/.test(size))
  return src.startsWith('https://') && src.length <= MAX_ICON_CHARS && isKnown && isSized
}

const ICON_TYPES: readonly string[] = [
  'image/png',
  'image/jpeg',
  'image/jpg',
  'image/svg+xml',
  'image/webp',
]
