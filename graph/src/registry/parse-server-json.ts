import {
  PUBLISHER_META,
  serverJsonSchema,
  validateServerJson,
  type ServerJson,
} from '@toolgraph/server-json'
import { ServerJsonError } from './errors.ts'
import { parseInput } from './parse-input.ts'
import { jsonObject } from './tool.ts'

/** The largest `server.json`, as JSON text. */
const MAX_SERVER_JSON_CHARS = 262_144

/** A `server.json` that the standard allows, as it is kept. */
export interface AcceptedServerJson {
  readonly name: string
  readonly version: string
  /** As it came; of its `_meta` the publisher's own part alone. */
  readonly manifest: object
  readonly serverJson: ServerJson
}

/**
 * Reads a `server.json` that is to be published.
 *
 * @throws ServerJsonError Naming all that is wrong with it
 */
export function parseServerJson(input: unknown): AcceptedServerJson {
  const json = parseInput(jsonObject(MAX_SERVER_JSON_CHARS), input, 'the server.json')
  const { valid, issues } = validateServerJson(json)
  if (!valid) throw new ServerJsonError(issues)
  const { _meta, ...rest } = json
  const own = Object(_meta)[PUBLISHER_META]
  const manifest = own === undefined ? rest : { ...rest, _meta: { [PUBLISHER_META]: own } }
  const serverJson = serverJsonSchema.parse(manifest)
  return { manifest, serverJson, name: serverJson.name ?? '', version: serverJson.version ?? '' }
}
