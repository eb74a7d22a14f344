import * as z from 'zod'
import type { PackageVerdict } from '../registry/package-ownership.ts'
import type { Ask } from './create-package-check.ts'

/** Public registries of container images: the name in an identifier, and where its API answers. */
const HOSTS: Readonly<Record<string, string>> = {
  'docker.io': 'https://registry-1.docker.io',
  'ghcr.io': 'https://ghcr.io',
  'quay.io': 'https://quay.io',
  'mcr.microsoft.com': 'https://mcr.microsoft.com',
}
/** Where anonymous tokens for them come from. */
const TOKENS: Readonly<Record<string, (repository: string) => string>> = {
  'docker.io': (repository) =>
    `https://auth.docker.io/token?service=registry.docker.io&scope=repository:${repository}:pull`,
  'ghcr.io': (repository) =>
    `https://ghcr.io/token?service=ghcr.io&scope=repository:${repository}:pull`,
  'quay.io': (repository) =>
    `https://quay.io/v2/auth?service=quay.io&scope=repository:${repository}:pull`,
}
const MANIFESTS = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ')
const LABEL = 'io.modelcontextprotocol.server.name'

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/)
const manifestSchema = z.object({
  manifests: z.array(z.object({ digest })).optional(),
  config: z.object({ digest }).optional(),
})
const configSchema = z.object({
  config: z.object({ Labels: z.record(z.string(), z.string()).nullish() }).nullish(),
})

/** A container image: the label `io.modelcontextprotocol.server.name`, of its first platform. */
export async function checkImage(question: {
  identifier: string
  version: string
  serverName: string
  ask: Ask
}): Promise<PackageVerdict> {
  const image = parseImage(question.identifier, question.version)
  if (!image) return 'foreign'
  const { host, repository, reference } = image
  const headers = await authorize(host, repository, question.ask)
  const read = async <value>(path: string, schema: z.ZodType<value>) =>
    parse(await question.ask(`${HOSTS[host]}/v2/${repository}/${path}`, headers), schema)

  let manifest = await read(`manifests/${reference}`, manifestSchema)
  const [platform] = typeof manifest === 'object' ? (manifest.manifests ?? []) : []
  if (platform) manifest = await read(`manifests/${platform.digest}`, manifestSchema)
  if (typeof manifest !== 'object') return manifest
  if (!manifest.config) return 'foreign'
  const config = await read(`blobs/${manifest.config.digest}`, configSchema)
  if (typeof config !== 'object') return config
  return config.config?.Labels?.[LABEL] === question.serverName ? 'owned' : 'foreign'
}

/** `docker.io/acme/weather:1.0.0`, `ghcr.io/acme/weather@sha256:…`, `acme/weather`. */
function parseImage(identifier: string, version: string) {
  const [, named = 'docker.io', path = '', tag, hash] =
    /^(?:([a-z0-9.-]+\.[a-z]+)\/)?([a-z0-9][a-z0-9._/-]*)(?::([\w][\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/.exec(
      identifier,
    ) ?? []
  if (path === '' || path.includes('..') || !Object.hasOwn(HOSTS, named)) return undefined
  const repository = named === 'docker.io' && !path.includes('/') ? `library/${path}` : path
  const reference = hash ?? tag ?? version
  return /^[\w][\w.:-]*$/.test(reference) ? { host: named, repository, reference } : undefined
}

async function authorize(host: string, repository: string, ask: Ask) {
  const accept = { accept: MANIFESTS }
  const url = TOKENS[host]?.(repository)
  if (url === undefined) return accept
  const token = parse(await ask(url), z.object({ token: z.string().regex(/^[\x21-\x7e]+$/) }))
  return typeof token === 'object' ? { ...accept, authorization: `Bearer ${token.token}` } : accept
}

function parse<value>(
  answer: Awaited<ReturnType<Ask>>,
  schema: z.ZodType<value>,
): value | 'foreign' | 'unreadable' {
  if (answer?.status === 404) return 'foreign'
  if (answer?.status !== 200) return 'unreadable'
  try {
    return schema.parse(JSON.parse(answer.text))
  } catch {
    return 'unreadable'
  }
}
