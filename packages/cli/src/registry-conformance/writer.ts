import { randomBytes } from 'node:crypto'
import { CURRENT_SCHEMA } from '@toolgraph/server-json'
import { NotApplicable } from './conformance-case.ts'
import { describeAnswer } from './expectations.ts'
import type { Exchange, Registry, RegistryRequest } from './registry.ts'

/** A `server.json` to publish. */
export type Manifest = Readonly<Record<string, unknown>> & {
  readonly name: string
  readonly version: string
}

/** What the person allowed to be written. */
export interface WriterOptions {
  /** What proves to the registry who publishes; without it only refusals are tested. */
  readonly token: string | undefined
  /** What the names begin with that are published: `com.example/conformance`. */
  readonly namePrefix: string | undefined
}

/** How cases write: under names of their own, which are all deleted in the end. */
export interface Writer {
  /** A server of a new name. */
  createManifest(changes?: Readonly<Record<string, unknown>>): Manifest
  /** Publishes; whatever comes is the answer. */
  publish(registry: Registry, manifest: Manifest): Promise<Exchange>
  /** Publishes what another case has shown to be publishable; where that fails, this case cannot be seen. */
  mustPublish(registry: Registry, manifest: Manifest): Promise<Exchange>
  /** Sends something else with the token. */
  send(registry: Registry, path: string, request: RegistryRequest): Promise<Exchange>
  /** What a listed server's name must begin with to be one of the person's. */
  readonly namespace: string
  /** Deletes all that was published. */
  cleanUp(registry: Registry): Promise<void>
}

/** Makes the writer of one run. */
export function createWriter({ token, namePrefix }: WriterOptions): Writer {
  const run = randomBytes(4).toString('hex')
  const published = new Set<string>()
  let names = 0

  function send(registry: Registry, path: string, request: RegistryRequest): Promise<Exchange> {
    if (token === undefined || namePrefix === undefined)
      throw new NotApplicable('asks for --token and --name-prefix')
    const headers = { ...request.headers, authorization: `Bearer ${token}` }
    return registry.send(path, { ...request, headers })
  }

  async function publish(registry: Registry, manifest: Manifest): Promise<Exchange> {
    const answer = await send(registry, '/v0.1/publish', { method: 'POST', body: manifest })
    if (answer.status === 404 || answer.status === 501)
      throw new NotApplicable('the registry does not offer POST /v0.1/publish')
    if (answer.status === 200) published.add(manifest.name)
    return answer
  }

  return {
    namespace: namePrefix?.split('/')[0] ?? '',
    createManifest(changes = {}) {
      names += 1
      return {
        $schema: CURRENT_SCHEMA,
        name: `${namePrefix ?? 'com.example/conformance'}-${run}-${names}`,
        description: 'Published by the conformance test of a registry, and deleted by it',
        version: '1.0.0',
        ...changes,
      }
    },
    publish,
    async mustPublish(registry, manifest) {
      const answer = await publish(registry, manifest)
      if (answer.status === 200) return answer
      throw new NotApplicable(`a server cannot be published: ${describeAnswer(answer)}`)
    },
    send,
    async cleanUp(registry) {
      for (const name of published) {
        const path = `/v0.1/servers/${encodeURIComponent(name)}/status`
        await send(registry, path, { method: 'PATCH', body: { status: 'deleted' } })
      }
    },
  }
}
