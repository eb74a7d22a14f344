import * as z from 'zod'
import { askJson } from './ask-json.ts'
import type { Manifest } from './manifest.ts'
import { PublishError } from './publish-error.ts'

/** What is published, where, and by whom. */
export interface Publication {
  /** `https://graph.example`: the graph's own address, without a path. */
  graphUrl: string
  /** An access token for the graph with the scope `servers:write`. */
  token: string
  manifest: Manifest
  fetch: typeof fetch
}

/** What the graph says of a server that it took. */
export interface PublishedServer {
  id: string
  /** Whether it was not there before. */
  isNew: boolean
}

const recordSchema = z.looseObject({ id: z.string().min(1) })

/**
 * Publishes a server, or its next version. Doing it again with the same manifest changes nothing.
 *
 * @throws PublishError `ERR_UNREACHABLE`, or `ERR_PUBLISH_REFUSED` with the graph's answer as cause
 */
export async function publishServer(publication: Publication): Promise<PublishedServer> {
  const { graphUrl, token, manifest, fetch } = publication
  const { status, body } = await askJson(fetch, `${graphUrl}/registry/servers`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      authorization: `Bearer ${token}`,
    },
    body: JSON.stringify(manifest),
  })

  const record = recordSchema.safeParse(body)
  if ((status === 200 || status === 201) && record.success) {
    return { id: record.data.id, isNew: status === 201 }
  }
  throw new PublishError(
    'ERR_PUBLISH_REFUSED',
    `Cannot publish server "${manifest.name}": status ${status}`,
    { cause: body },
  )
}
