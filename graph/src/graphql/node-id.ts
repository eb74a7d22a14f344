import { CodedError } from '@toolgraph/errors'

/** Codes of the refusals about ids. */
export type NodeIdErrorCode = 'ERR_ID_INVALID'

/** An id that cannot be one of ours. */
export class NodeIdError extends CodedError<NodeIdErrorCode> {
  override readonly name = 'NodeIdError'
}

/** Turns a row's id into the id of a GraphQL node (Relay's form: base64 of `Type:uuid`). */
export function encodeNodeId(typename: string, id: string): string {
  return btoa(`${typename}:${id}`)
}

/** Any text as base64; the id of a thing that is no row. */
export function encodeText(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}

/**
 * Reads the id of a GraphQL node.
 *
 * @throws NodeIdError For anything that no node of ours can have as its id
 */
export function decodeNodeId(nodeId: string): { typename: string; id: string } {
  const found = NODE_ID.exec(decodeBase64(nodeId) ?? '')
  const [, typename, id] = found ?? []
  if (typename && id) return { typename, id }
  throw new NodeIdError('ERR_ID_INVALID', 'Cannot read the id: it is not one of this graph')
}

/**
 * Reads an id argument of one type: a node's id, or the plain uuid that the other faces use.
 *
 * @returns The uuid, or `undefined` when it cannot be the id of such a row
 */
export function parseId(typename: string, id: string): string | undefined {
  if (UUID.test(id)) return id.toLowerCase()
  const found = NODE_ID.exec(decodeBase64(id) ?? '')
  return found?.[1] === typename ? found[2] : undefined
}

/**
 * The same, for an id that a mutation cannot do without.
 *
 * @throws NodeIdError
 */
export function getId(typename: string, id: string): string {
  const uuid = parseId(typename, id)
  if (uuid) return uuid
  throw new NodeIdError('ERR_ID_INVALID', `Cannot read the id: it is not one of a ${typename}`)
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const NODE_ID = /^([A-Za-z]+):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

function decodeBase64(text: string): string | undefined {
  try {
    return atob(text)
  } catch {
    return undefined
  }
}
