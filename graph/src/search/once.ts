/** What is asked of each result of a page is read once for all of them. */
export function once<result>(read: () => Promise<result>): () => Promise<result> {
  let reading: Promise<result> | undefined
  return () => (reading ??= read())
}
