import type { Effect } from '#lib/view.ts'

/**
 * Reads from a tool's annotations what it does. They are the server's own word (MCP tools,
 * annotations), so this is a hint for a person, never a permission.
 */
export function effectOf(annotations: unknown): Effect {
  if (typeof annotations !== 'object' || annotations === null) return 'other'
  if ('readOnlyHint' in annotations && annotations.readOnlyHint === true) return 'read'
  if ('readOnlyHint' in annotations && annotations.readOnlyHint === false) return 'write'
  return 'destructiveHint' in annotations ? 'write' : 'other'
}

/** Whether a tool says of itself that it may delete or overwrite. */
export function isDestructive(annotations: unknown): boolean {
  if (typeof annotations !== 'object' || annotations === null) return false
  return 'destructiveHint' in annotations && annotations.destructiveHint === true
}
