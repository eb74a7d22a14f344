import { getVersion, listVersionsOf } from '../registry/get-version.ts'
import { listVersions } from '../registry/list-versions.ts'
import type { ListedVersion } from '../registry/version-store.ts'
import { jsonResponse, type ApiRequest } from './api-request.ts'
import { toListCursor } from './list-cursor.ts'
import { parseListQuery, readIncludeDeleted } from './list-query.ts'

/** `GET /servers` */
export async function answerList({ context, query }: ApiRequest): Promise<Response> {
  const { filter, ...wanted } = parseListQuery(query)
  const { versions, hasMore } = await listVersions(context, wanted)
  const last = versions.at(-1)
  const nextCursor = hasMore && last ? toListCursor({ after: last, filter }) : undefined
  return jsonResponse(toListJson(versions, { nextCursor }))
}

/** `GET /servers/{serverName}/versions` */
export async function answerVersions(
  { context, query }: ApiRequest,
  name: string,
): Promise<Response> {
  const includeDeleted = readIncludeDeleted(query)
  return jsonResponse(toListJson(await listVersionsOf(context, name, { includeDeleted })))
}

/** `GET /servers/{serverName}/versions/{version}` */
export async function answerVersion(
  { context, query }: ApiRequest,
  name: string,
  version: string,
): Promise<Response> {
  const includeDeleted = readIncludeDeleted(query)
  return jsonResponse((await getVersion(context, { name, version }, { includeDeleted })).json)
}

/** A list in the standard's shape, joined out of texts that are JSON already. */
export function toListJson(
  versions: readonly Pick<ListedVersion, 'json'>[],
  metadata: object = {},
): string {
  const servers = versions.map(({ json }) => json).join(',')
  const counted = JSON.stringify({ ...metadata, count: versions.length })
  return `{"servers":[${servers}],"metadata":${counted}}`
}
