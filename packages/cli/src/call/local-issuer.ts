import type { ManifestScope } from '@toolgraph/worker'
import { createDevIssuer } from '../dev-issuer/create-dev-issuer.ts'
import { findPerson } from '../dev-issuer/people.ts'
import { CliError } from '../lib/cli-error.ts'
import type { World } from '../lib/world.ts'

/** Who calls a worker in this process, and which. */
export interface LocalCaller {
  /** `aiko` or `ben`. */
  person: string
  /** The issuer that the worker trusts. */
  issuer: string
  /** The address of its MCP endpoint. */
  resource: string
  title: string
  scopes: readonly ManifestScope[]
}

/** A worker that runs in this process and believes an issuer of this process. */
export interface LocalIssuer {
  /** An access token of the person, with all scopes of the worker. */
  token: string
  /** Gives the process its own `fetch` back. */
  close(): void
}

/**
 * Stands in for the issuer of a worker that runs in this process: its documents come from here, every other request goes
 * its way. Whoever runs a worker's code needs no leave of it, so nothing is opened that was closed.
 *
 * @throws CliError When there is no such person
 */
export async function openLocalIssuer(
  { person: name, issuer, resource, title, scopes }: LocalCaller,
  { now }: Pick<World, 'now'>,
): Promise<LocalIssuer> {
  const person = findPerson(name)
  if (person === undefined)
    throw new CliError(
      'ERR_NO_SUCH_PERSON',
      `Cannot call as "${name}": there are "aiko", "ben", and "nobody" for a call without a token`,
    )
  const readResource = async () => ({ url: resource, title, scopes })
  const local = await createDevIssuer({ issuer, readResource, refused: () => {}, now })
  const names = scopes.map((scope) => scope.name)
  const grant = { person, clientId: 'toolgraph-call', resource, scopes: names }
  const token = await local.issueToken(grant)

  const { fetch } = globalThis
  globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    const { origin, pathname } = new URL(request.url)
    const isItsDocument = origin === new URL(issuer).origin && pathname.startsWith('/.well-known/')
    return isItsDocument ? local.app.fetch(request) : fetch(input, init)
  }
  return {
    token,
    close: () => {
      globalThis.fetch = fetch
    },
  }
}
