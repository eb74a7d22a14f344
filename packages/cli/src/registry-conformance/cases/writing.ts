import { NotApplicable, type CaseContext } from '../conformance-case.ts'
import { toVersion, pathOf, type Listed } from '../listed.ts'
import type { Exchange } from '../registry.ts'
import type { Manifest, Writer } from '../writer.ts'

/** The writer of a case. */
export function writerOf({ writer }: CaseContext): Writer {
  if (!writer) throw new NotApplicable('asks for --publish')
  return writer
}

/** Publishes a new server, of one version or more. */
export async function publishNew(
  context: CaseContext,
  versions: readonly string[] = ['1.0.0'],
): Promise<Manifest> {
  const writer = writerOf(context)
  const manifest = writer.createManifest()
  for (const version of versions)
    await writer.mustPublish(context.registry, { ...manifest, version })
  return manifest
}

/** Sets the status of a version, or of all. */
export function setStatus(
  context: CaseContext,
  { name, version }: { name: string; version?: string },
  body: object,
): Promise<Exchange> {
  const path =
    version === undefined
      ? `/v0.1/servers/${encodeURIComponent(name)}/status`
      : `${pathOf(name, version)}/status`
  return writerOf(context).send(context.registry, path, { method: 'PATCH', body })
}

/** Reads a version. */
export async function read(
  { registry }: CaseContext,
  { name }: { name: string },
  version: string,
  query = '',
): Promise<Listed> {
  return toVersion(await registry.send(`${pathOf(name, version)}${query}`))
}
