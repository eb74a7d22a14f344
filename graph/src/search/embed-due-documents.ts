import type { Embeddings, MadePoint, VectorStore } from './vectors.ts'

/** What making points needs. */
export interface EmbeddingContext {
  readonly embeddings: Embeddings
  readonly vectorStore: VectorStore
}

/** How many texts a model is given at once. */
const BATCH = 64
const BATCH_TIMEOUT_MS = 60_000
/** A process that dies keeps its documents this long; a model that fails is asked again after it. */
const LEASE_MS = 5 * 60_000

/**
 * Makes the points of all documents that are due, some at a time, until there are none or the signal says stop. Any
 * number of processes share the work.
 *
 * @returns How many texts the model was given
 * @throws What the model's failure was; what was taken is due again when its lease ends
 */
export async function embedDueDocuments(
  { embeddings, vectorStore }: EmbeddingContext,
  signal?: AbortSignal,
): Promise<number> {
  const { model } = embeddings
  let given = 0
  for (;;) {
    if (signal?.aborted) return given
    const due = await vectorStore.claim({ model, limit: BATCH, leaseMs: LEASE_MS })
    if (due.length === 0) return given
    const fingerprints = await Promise.all(due.map(({ text }) => fingerprintOf(model, text)))
    const changed = due.filter(({ fingerprint }, index) => fingerprint !== fingerprints[index])
    const texts = changed.map(({ text }) => text)
    const points =
      texts.length > 0 ? await embeddings.embed(texts, { timeoutMs: BATCH_TIMEOUT_MS }) : []
    const byId = new Map(changed.map(({ documentId }, index) => [documentId, points[index]]))
    const made = due.map(({ documentId }, index): MadePoint => {
      return { documentId, fingerprint: fingerprints[index] ?? '', point: byId.get(documentId) }
    })
    await vectorStore.keep(model, made)
    given += texts.length
  }
}

async function fingerprintOf(model: string, text: string): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify([model, text]))
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
