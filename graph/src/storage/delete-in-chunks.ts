/** So many rows are forgotten in one statement: others need the table meanwhile. */
const DELETED_AT_ONCE = 10_000

/**
 * Deletes until there is nothing left to delete.
 *
 * @param deleteSome One statement that deletes at most so many rows, and says how many it deleted
 * @returns How many were deleted in all
 */
export async function deleteInChunks(
  deleteSome: (limit: number) => PromiseLike<number>,
): Promise<number> {
  let deleted = 0
  let count: number
  do {
    count = await deleteSome(DELETED_AT_ONCE)
    deleted += count
  } while (count === DELETED_AT_ONCE)
  return deleted
}
