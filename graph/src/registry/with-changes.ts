import { toServerJson } from './to-server-json.ts'
import type { ServerChanges } from './server.ts'

/**
 * Writes changes of a server into a version's `server.json`, as far as the standard has a place for them.
 *
 * Pure: no I/O, no clock.
 */
export function withChanges(serverJson: object, changes: ServerChanges): object {
  const { title, description, websiteUrl, repositoryUrl } = changes
  const written = toServerJson({
    name: '',
    version: '',
    title: title ?? '',
    description: description ?? '',
    websiteUrl,
    repositoryUrl,
  })
  return {
    ...serverJson,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description: written.description }),
    ...(written.websiteUrl ? { websiteUrl: written.websiteUrl } : {}),
    ...(written.repository ? { repository: written.repository } : {}),
  }
}
