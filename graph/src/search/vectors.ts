import type { Viewer } from '../registry/viewer.ts'
import type { Candidate, SearchFilter, SearchKind } from './search-index.ts'

/** Turns texts into points of a space in which what means the same is near: any model behind `/v1/embeddings`. */
export interface Embeddings {
  /** Its name: points of two models cannot be compared. */
  readonly model: string
  /**
   * Gives a point of length 1 for each text, in their order.
   *
   * @throws TextsRefused Where the model does not take these texts; anything else where it cannot be reached, is too
   *   slow, or answers with something else
   */
  embed(texts: readonly string[], options: { timeoutMs: number }): Promise<Float32Array[]>
}

/** The model does not take a text, or not so many at once; it may well take others. */
export class TextsRefused extends Error {
  override readonly name = 'TextsRefused'
}

/** A question for what is near in meaning. What the viewer may not see is gone before anything is compared. */
export interface NearRequest {
  kind: SearchKind
  viewer: Viewer | undefined
  filter: SearchFilter
  text: string
  /** What its words have found already. */
  candidateIds: readonly string[]
}

/** What is near in meaning. */
export interface Near {
  /** How near each one is, -1 to 1; what has no point yet is missing. */
  nearness: ReadonlyMap<string, number>
  /** The nearest of those that no word has found. */
  others: Candidate[]
}

/** The second opinion of a search. */
export interface Vectors {
  /** Gives `undefined` when there is no answer in time: a search goes on without. */
  near(request: NearRequest): Promise<Near | undefined>
}

/** A document whose point is missing or was made of another text. */
export interface DueDocument {
  documentId: string
  text: string
  /** Of the text that its point was made of, with the model; `null` for none. */
  fingerprint: string | null
}

/** A point to keep, or why there is none: the one that stands is still right, or the model refused the text. */
export interface MadePoint {
  documentId: string
  fingerprint: string
  point: Float32Array | 'as before' | 'refused'
}

/** Keeps points. */
export interface VectorStore {
  /** Takes documents whose point is due, for so long; no other process gets them meanwhile. */
  claim(options: { model: string; limit: number; leaseMs: number }): Promise<DueDocument[]>
  keep(model: string, points: readonly MadePoint[]): Promise<void>
}
