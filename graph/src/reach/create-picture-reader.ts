import { createSafeFetch, type SafeFetch, type SafeFetchOptions } from '@toolgraph/safe-fetch'
import { readRasterType } from '@toolgraph/safe-fetch/pictures'
import {
  isInline,
  PICTURE_TYPES,
  toPictureType,
  type Icon,
  type Picture,
  type PictureReader,
  type PictureType,
} from '../icons/icon.ts'
import { isSvg } from './is-svg.ts'

/** Largest picture, in bytes. */
export const MAX_PICTURE_BYTES = 256 * 1024
/** For one picture, redirects included. */
const TIMEOUT_MS = 5_000

/** Makes the way out to pictures. A picture's bytes must be of the kind that everybody says who names one. */
export function createPictureReader(
  wayOut: Pick<SafeFetchOptions, 'trustedOrigins' | 'fetch'>,
): PictureReader {
  const limits = { maxBytes: MAX_PICTURE_BYTES, timeoutMs: TIMEOUT_MS, streamTimeoutMs: TIMEOUT_MS }
  const safeFetch = createSafeFetch({ ...wayOut, ...limits })
  return {
    async read(icon) {
      const found = await (isInline(icon) ? decode(icon.src) : load(safeFetch, icon.src))
      return found && toPicture(found, icon)
    },
  }
}

interface Found {
  bytes: Uint8Array<ArrayBuffer>
  /** What the answer, or the address, says of it. */
  mediaType: string
}

async function load(safeFetch: SafeFetch, src: string): Promise<Found | undefined> {
  try {
    const response = await safeFetch(src, { headers: { accept: PICTURE_TYPES.join(', ') } })
    const mediaType = response.headers.get('content-type') ?? ''
    if (response.status === 200 && (isGeneric(mediaType) || toPictureType(mediaType)))
      return { bytes: new Uint8Array(await response.arrayBuffer()), mediaType }
    void response.body?.cancel().catch(() => {})
    return undefined
  } catch {
    return undefined
  }
}

/** A `data:` address, which the platform reads itself: nothing is called. */
async function decode(src: string): Promise<Found | undefined> {
  const [, mediaType = ''] = /^data:([^,]*?)(?:;base64)?,/i.exec(src) ?? []
  try {
    const bytes = new Uint8Array(await (await fetch(src)).arrayBuffer())
    return bytes.byteLength <= MAX_PICTURE_BYTES ? { bytes, mediaType } : undefined
  } catch {
    return undefined
  }
}

async function toPicture(
  { bytes, mediaType }: Found,
  { mimeType = '' }: Pick<Icon, 'mimeType'>,
): Promise<Picture | undefined> {
  const type = readType(bytes)
  const claims = [mediaType, mimeType].filter((claim) => !isGeneric(claim))
  if (!type || claims.some((claim) => toPictureType(claim) !== type)) return undefined
  return { type, bytes, digest: toHex(await crypto.subtle.digest('SHA-256', bytes)) }
}

function readType(bytes: Uint8Array): PictureType | undefined {
  return readRasterType(bytes) ?? (isSvg(bytes) ? 'image/svg+xml' : undefined)
}

/** Says nothing of the kind of picture: then the manifest's word counts, or none. */
function isGeneric(mediaType: string): boolean {
  return /^$|^(?:(?:application|binary)\/octet-stream|text\/plain|(?:text|application)\/xml)\s*(?:;|$)/i.test(
    mediaType.trim(),
  )
}

function toHex(buffer: ArrayBuffer): string {
  return [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
