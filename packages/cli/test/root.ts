import path from 'node:path'

/** Toolgraph's own checkout. */
export const ROOT = path.resolve(import.meta.dirname, '../../..')
