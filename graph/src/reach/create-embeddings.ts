import * as z from 'zod'
import { TextsRefused, type Embeddings } from '../search/vectors.ts'

/** Where a model is, as the operator says. */
export interface EmbeddingsOptions {
  /** The whole address: `http://localhost:11434/v1/embeddings`. */
  url: string
  model: string
  /** Sent as a Bearer token; empty: none. */
  key: string
  fetch: typeof fetch
}

const MAX_BYTES = 64 * 1024 * 1024
const MAX_DIMENSIONS = 4096

/** How models say that a text is too long, or that they are too many. */
const REFUSALS: ReadonlySet<number> = new Set([400, 413, 422])

const answerSchema = z.object({
  data: z.array(
    z.object({
      index: z.int().optional(),
      embedding: z.array(z.number()).min(1).max(MAX_DIMENSIONS),
    }),
  ),
})

/** Reaches a model behind `/v1/embeddings`. The address is the operator's own: it may be a private one. */
export function createEmbeddings(options: EmbeddingsOptions): Embeddings {
  const { url, model, key, fetch } = options
  return {
    model,
    async embed(texts, { timeoutMs }) {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          ...(key ? { authorization: `Bearer ${key}` } : {}),
        },
        body: JSON.stringify({ model, input: texts, encoding_format: 'float' }),
      })
      if (!response.ok) {
        await response.body?.cancel()
        const message = `Cannot embed ${texts.length} texts: the model answered ${response.status}`
        throw REFUSALS.has(response.status) ? new TextsRefused(message) : new Error(message)
      }
      return parseAnswer(await readJson(response), texts.length)
    },
  }
}

async function readJson(response: Response): Promise<unknown> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of response.body ?? []) {
    length += part.byteLength
    if (length > MAX_BYTES) throw new Error('Cannot read the answer of the model: it is too large')
    parts.push(part)
  }
  return JSON.parse(await new Blob(parts as BlobPart[]).text())
}

function parseAnswer(answer: unknown, count: number): Float32Array[] {
  const { success, data } = answerSchema.safeParse(answer)
  if (!success) throw new Error('Cannot read the answer of the model: it has no embeddings')
  const sorted = data.data.toSorted((a, b) => (a.index ?? 0) - (b.index ?? 0))
  const [first] = sorted
  const isWhole = sorted.length === count
  const isOneSize = sorted.every(({ embedding }) => embedding.length === first?.embedding.length)
  if (!isWhole || !isOneSize) {
    throw new Error(
      'Cannot read the answer of the model: it is not one embedding of one size a text',
    )
  }
  return sorted.map(({ embedding }) => toUnit(embedding))
}

/** All of length 1: then nearness is one multiplication a dimension. */
function toUnit(embedding: readonly number[]): Float32Array {
  const length = Math.hypot(...embedding)
  if (!Number.isFinite(length) || length === 0) {
    throw new Error('Cannot read the answer of the model: an embedding has no direction')
  }
  return Float32Array.from(embedding, (each) => each / length)
}
