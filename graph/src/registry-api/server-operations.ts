import type { ApiRequest } from './api-request.ts'
import { methodNotAllowed, notFound } from './not-found.ts'
import { answerVersion, answerVersions } from './read-operations.ts'
import { parseServerPath } from './server-path.ts'
import { answerDelete, answerEdit, answerStatus, answerVersionStatus } from './write-operations.ts'

/** An operation on one server, or on one version of it. */
type Operation = (api: ApiRequest, name: string, version: string) => Promise<Response>

/** What each method does at each kind of path below `/servers/{serverName}/`. */
const OPERATIONS: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {
  versions: { GET: answerVersions },
  version: { GET: answerVersion, PUT: answerEdit, DELETE: answerDelete },
  versionStatus: { PATCH: answerVersionStatus },
  status: { PATCH: answerStatus },
}

/**
 * Answers what is below `/servers/`.
 *
 * @param path The rest of the path, percent-encoded
 */
export async function answerServer(api: ApiRequest, path: string): Promise<Response> {
  const found = parseServerPath(path)
  const kind = found && kindOf(found.tail)
  if (!found || !kind)
    return notFound(
      'Cannot find this path: a server is read at "/v0.1/servers/{serverName}/versions/latest", with its name encoded',
    )
  const methods = OPERATIONS[kind] ?? {}
  const method = api.request.method === 'HEAD' ? 'GET' : api.request.method
  const operation = Object.hasOwn(methods, method) ? methods[method] : undefined
  if (!operation) return methodNotAllowed(Object.keys(methods))
  return operation(api, found.name, found.tail[1] ?? '')
}

function kindOf(tail: readonly string[]): string | undefined {
  const [first, second, third] = tail
  if (first === 'status' && tail.length === 1) return 'status'
  if (first !== 'versions') return undefined
  if (tail.length === 1) return 'versions'
  if (!second) return undefined
  if (tail.length === 2) return 'version'
  return third === 'status' && tail.length === 3 ? 'versionStatus' : undefined
}
