/** Does something with each item, so many at a time, and keeps the order of the results. */
export async function inParallel<item, result>(
  items: readonly item[],
  atOnce: number,
  run: (item: item) => Promise<result>,
): Promise<result[]> {
  const results: result[] = []
  const left = items.entries()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const [index, item] of left) results[index] = await run(item)
    }),
  )
  return results
}
