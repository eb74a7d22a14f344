import type { SafeFetch } from '@toolgraph/safe-fetch'
import { readRasterType, type RasterType } from '@toolgraph/safe-fetch/pictures'
import { sha256Hex } from '../keys/digest.ts'
import { readBytes } from './read-bytes.ts'

/** The logo of a client, as it is kept and served. */
export interface ClientLogo {
  /** SHA-256 of its bytes, hex: what is shown at one address never changes. */
  id: string
  type: RasterType
  bytes: Uint8Array<ArrayBuffer>
}

/** Keeps logos as long as a document may name them. */
export interface LogoStore {
  find(id: string): Promise<ClientLogo | undefined>
  save(logo: ClientLogo, expiresAt: Date): Promise<void>
}

/** Where logos are served: from here alone, so that no application learns who looks at them. */
export const LOGOS_PATH = '/client-logo'

/** Largest logo, in bytes. */
export const MAX_LOGO_BYTES = 64 * 1024

/** The person waits meanwhile: what is slower is not shown. */
export const MAX_LOGO_MS = 1_000

/**
 * Reads the logo that a Client ID Metadata Document names. Only one from where the document stands is
 * believed, and only a still raster picture; anything else is no logo and no error.
 */
export async function readClientLogo(
  fetchLogo: SafeFetch,
  { clientId, logoUri }: { clientId: string; logoUri: string },
): Promise<ClientLogo | undefined> {
  if (URL.parse(logoUri)?.origin !== new URL(clientId).origin) return undefined
  try {
    const response = await fetchLogo(logoUri, {
      redirect: 'error',
      headers: { accept: 'image/png, image/jpeg, image/webp' },
      signal: AbortSignal.timeout(MAX_LOGO_MS),
    })
    const bytes = await readBytes(response, MAX_LOGO_BYTES)
    const type = bytes && readRasterType(bytes)
    const told = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
    if (response.status !== 200 || !type || told !== type) return undefined
    return { id: await sha256Hex(bytes), type, bytes }
  } catch {
    return undefined
  }
}
