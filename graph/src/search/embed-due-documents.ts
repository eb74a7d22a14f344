import { TextsRefused, type Embeddings, type MadePoint, type VectorStore } from './vectors.ts'

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
    const points = await embedAll(embeddings, texts)
    const byId = new Map(changed.map(({ documentId }, index) => [documentId, points[index]]))
    const made = due.map(({ documentId }, index): MadePoint => {
      const point = byId.get(documentId) ?? 'as before'
      return { documentId, fingerprint: fingerprints[index] ?? '', point }
    })
    await vectorStore.keep(model, made)
    given += texts.length
  }
}

/** Where the model takes none of them, something else is wrong than a text: they stay due. */
async function embedAll(embeddings: Embeddings, texts: readonly string[]) {
  const refusals: TextsRefused[] = []
  const points = await embedInHalves(embeddings, texts, refusals)
  const [refusal] = refusals
  if (refusal && points.every((point) => point === 'refused')) throw refusal
  return points
}

/** A model that refuses is given half as many texts at once, until it is clear which one it means. */
async function embedInHalves(
  embeddings: Embeddings,
  texts: readonly string[],
  refusals: TextsRefused[],
): Promise<(Float32Array | 'refused')[]> {
  if (texts.length === 0) return []
  try {
    return await embeddings.embed(texts, { timeoutMs: BATCH_TIMEOUT_MS })
  } catch (error) {
    if (!(error instanceof TextsRefused)) throw error
    refusals.push(error)
    if (texts.length === 1) return ['refused']
    const half = Math.ceil(texts.length / 2)
    const first = await embedInHalves(embeddings, texts.slice(0, half), refusals)
    return [...first, ...(await embedInHalves(embeddings, texts.slice(half), refusals))]
  }
}

async function fingerprintOf(model: string, text: string): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify([model, text]))
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
