import path from 'node:path'

/** The file of another program of ours: TypeScript in the checkout, JavaScript in the package. */
export function entryFile(name: string): string {
  const extension = path.extname(import.meta.filename)
  return path.join(import.meta.dirname, '../entry', `${name}${extension}`)
}
