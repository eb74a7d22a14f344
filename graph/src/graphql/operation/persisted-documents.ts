import * as z from 'zod'

/** Documents that were sent once, and are named by the SHA-256 of their text since. */
export interface PersistedDocuments {
  /** The text that a hash names; `undefined` where it was not sent yet, or was forgotten. */
  find(hash: string): string | undefined
  /** Keeps a text under its hash. */
  keep(hash: string, query: string): void
}

/** How many documents are kept in a process, and the longest of them. */
const MAX_DOCUMENTS = 500
const MAX_KEPT_LENGTH = 16 * 1024

/**
 * Creates the documents of one process. What is forgotten is sent again, so replicas need not agree.
 *
 * Pure but for its own memory: no I/O.
 */
export function createPersistedDocuments(): PersistedDocuments {
  const kept = new Map<string, string>()
  return {
    find: (hash) => kept.get(hash),
    keep(hash, query) {
      if (query.length > MAX_KEPT_LENGTH) return
      const [oldest] = kept.keys()
      if (kept.size >= MAX_DOCUMENTS && oldest !== undefined) kept.delete(oldest)
      kept.set(hash, query)
    },
  }
}

const extensionSchema = z.object({
  persistedQuery: z.object({
    version: z.literal(1),
    sha256Hash: z.string().regex(/^[0-9a-f]{64}$/),
  }),
})

/** The hash by which a request names its document; `undefined` where it names none in this way. */
export function readDocumentHash(extensions: unknown): string | undefined {
  return extensionSchema.safeParse(extensions).data?.persistedQuery.sha256Hash
}

/** The SHA-256 of a text, in lower-case hexadecimal digits. */
export async function hashDocument(query: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(query))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
