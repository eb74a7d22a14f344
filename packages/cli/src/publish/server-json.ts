import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Manifest } from '@toolgraph/worker'
import { CliError } from '../lib/cli-error.ts'
import { isLoopback } from '../lib/reach.ts'
import { MAX_CARD_DESCRIPTION } from '../lint/server-rules.ts'

/** What `server.json` says, in the form of the official registry. */
export type ServerJson = Readonly<Record<string, unknown>>

const SCHEMA = 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json'
const PICTURE = /^image\/(?:png|jpe?g|svg\+xml|webp)$/
const REPOSITORY = /^https?:\/\/(?:www\.)?(github|gitlab)\.com\/[\w.-]+\/[\w.-]+\/?$/

/**
 * Reads a project's `server.json`.
 *
 * @throws CliError When it is no JSON object
 */
export function readServerJson(folder: string): ServerJson | undefined {
  const file = path.join(folder, 'server.json')
  if (!existsSync(file)) return undefined
  const parsed = parseJson(readFileSync(file, 'utf8'))
  if (isRecord(parsed)) return parsed
  throw new CliError(
    'ERR_SERVER_JSON_BROKEN',
    `Cannot bring "${file}" up to date: it is not a JSON object; mend it, or remove it`,
  )
}

/** Writes a project's `server.json`, unless it says the same already: an author's spacing stays. */
export function writeServerJson(folder: string, manifest: Manifest): 'written' | 'unchanged' {
  const known = readServerJson(folder)
  const next = toServerJson(manifest, known)
  if (JSON.stringify(next) === JSON.stringify(known)) return 'unchanged'
  writeFileSync(path.join(folder, 'server.json'), `${JSON.stringify(next, null, 2)}\n`)
  return 'written'
}

/**
 * Says in the form of the official registry what a manifest says, and keeps what an author added to it.
 *
 * Pure: no I/O, no clock.
 */
export function toServerJson(manifest: Manifest, known: ServerJson = {}): ServerJson {
  const { name, version, title, description, websiteUrl, repositoryUrl = '', url } = manifest
  const icons = (manifest.icons ?? []).filter(isTaken)
  const [, source] = REPOSITORY.exec(repositoryUrl) ?? []
  return {
    $schema: SCHEMA,
    ...known,
    name,
    title,
    description: shorten(description.trim()),
    version,
    ...(websiteUrl === undefined ? {} : { websiteUrl }),
    ...(icons.length === 0 ? {} : { icons }),
    ...(source === undefined
      ? {}
      : { repository: { ...asRecord(known['repository']), url: repositoryUrl, source } }),
    ...(isPublic(url) ? { remotes: withRemote(known['remotes'], url) } : {}),
  }
}

/** The first remote of our transport is this server; what stands beside its address is the author's. */
function withRemote(remotes: unknown, url: string): unknown[] {
  const list: unknown[] = Array.isArray(remotes) ? remotes : []
  const own = list.findIndex((remote) => asRecord(remote)['type'] === 'streamable-http')
  const remote = { ...asRecord(list[own]), type: 'streamable-http', url }
  return own === -1 ? [...list, remote] : list.with(own, remote)
}

/** The official registry takes addresses of pictures, not pictures. */
function isTaken({ src, mimeType }: NonNullable<Manifest['icons']>[number]): boolean {
  const isPicture = mimeType === undefined || PICTURE.test(mimeType)
  return src.startsWith('https://') && src.length <= 255 && isPicture
}

/** Registries take no address of a single machine. */
function isPublic(address: string): boolean {
  const url = URL.parse(address)
  return url !== null && url.protocol === 'https:' && !isLoopback(url)
}

function shorten(text: string): string {
  const characters = [...text]
  if (characters.length <= MAX_CARD_DESCRIPTION) return text
  return `${characters.slice(0, MAX_CARD_DESCRIPTION - 1).join('')}…`
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function asRecord(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {}
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
