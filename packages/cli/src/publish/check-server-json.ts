import { validateServerJson } from '@toolgraph/server-json'
import type { Manifest } from '@toolgraph/worker'
import type { Finding } from '../lint/check-manifest.ts'
import { toServerJson, type ServerJson } from './server-json.ts'

/** What the rules of the manifest speak of, in more words. */
const SAID = new Set(['name', 'version', 'title', 'description'])

/**
 * Checks the `server.json` that is written of a manifest, with what its author added: by the schema that it names and
 * by the rules of registries.
 *
 * Pure: no I/O, no clock.
 *
 * @param known The file as it stands
 */
export function checkServerJson(manifest: Manifest, known: ServerJson | undefined): Finding[] {
  return validateServerJson(toServerJson(manifest, known))
    .issues.filter(({ path }) => !SAID.has(path))
    .map(({ path, message, severity }) => ({
      rule: 'server-json',
      severity: severity === 'info' ? 'hint' : severity,
      place: path,
      message: `server.json: "${path || 'the whole'}" ${message}`,
    }))
}
