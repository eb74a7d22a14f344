import { validateServerJson } from '@toolgraph/server-json'
import { editVersion } from '../registry/edit-version.ts'
import { getVersion } from '../registry/get-version.ts'
import { publishServerJson } from '../registry/publish-server-json.ts'
import { setVersionStatus } from '../registry/set-version-status.ts'
import { isShallow } from '../registry/to-storable.ts'
import { jsonResponse, parseJson, readJson, type ApiRequest } from './api-request.ts'
import { actFor } from './auth-routes.ts'
import { ApiError } from './problem.ts'

/** `POST /publish` */
export async function answerPublish(api: ApiRequest): Promise<Response> {
  const body = await readJson(api.request)
  const context = await actFor(api, { action: 'publish', name: String(Object(body).name) })
  const { name, version } = await publishServerJson(context, body)
  return answerWith(context, name, version)
}

/** `POST /validate`: always 200, whatever is sent. */
export async function answerValidate({ request }: ApiRequest): Promise<Response> {
  const value = parseJson(await request.text())
  const verdict = value !== undefined && isShallow(value) ? validateServerJson(value) : NOT_JSON
  return jsonResponse(JSON.stringify(verdict))
}

const NOT_JSON = {
  valid: false,
  issues: [
    {
      type: 'json',
      path: '',
      message: 'is not JSON, or nested too deep',
      severity: 'error',
      reference: 'not-json',
    },
  ],
}

/** `PUT /servers/{serverName}/versions/{version}` */
export async function answerEdit(
  api: ApiRequest,
  name: string,
  version: string,
): Promise<Response> {
  const context = await actFor(api, { action: 'edit', name })
  await editVersion(context, { name, version, input: await readJson(api.request) })
  return answerWith(context, name, version)
}

/** `PATCH /servers/{serverName}/versions/{version}/status` */
export async function answerVersionStatus(
  api: ApiRequest,
  name: string,
  version: string,
): Promise<Response> {
  const context = await actFor(api, { action: 'edit', name })
  await setVersionStatus(context, { name, version, input: await readJson(api.request) })
  return answerWith(context, name, version)
}

/** `PATCH /servers/{serverName}/status` */
export async function answerStatus(api: ApiRequest, name: string): Promise<Response> {
  const context = await actFor(api, { action: 'edit', name })
  const { versions } = await setVersionStatus(context, { name, input: await readJson(api.request) })
  const listed = await context.versions.listOf(context.viewer, name, { includeDeleted: true })
  const changed = listed.filter(({ version }) => versions.includes(version))
  const servers = changed.map(({ json }) => json).join(',')
  return jsonResponse(`{"updatedCount":${versions.length},"servers":[${servers}]}`)
}

/** `DELETE /servers/{serverName}/versions/{version}`: what was published leaves a trace. */
export async function answerDelete(): Promise<Response> {
  throw new ApiError({
    status: 501,
    code: 'ERR_NOT_IMPLEMENTED',
    detail:
      'Cannot delete a version: this registry keeps what was published; set its status to "deleted" instead',
  })
}

async function answerWith(
  context: ApiRequest['context'],
  name: string,
  version: string,
): Promise<Response> {
  const { json } = await getVersion(context, { name, version }, { includeDeleted: true })
  return jsonResponse(json)
}
