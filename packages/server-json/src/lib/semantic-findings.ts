import type { Finding } from './issue.ts'
import { toPath } from './issue.ts'
import { findInPackage } from './package-findings.ts'
import type { ServerJson } from './server-json-schema.ts'
import { describeServerNameFault } from './server-name.ts'
import { parseTemplate, variablesOf } from './url-template.ts'
import { describeVersionFault, isAddressable } from './version-range.ts'

/** The only key of a publisher's `_meta` that registries keep. */
export const PUBLISHER_META = 'io.modelcontextprotocol.registry/publisher-provided'

/** The most bytes that a publisher's own metadata may have, as JSON. */
export const MAX_PUBLISHER_META_BYTES = 4096

/** What is wrong with a `server.json` beyond its schema: the official registry's semantic rules, by their names there. */
export function findSemantic(server: ServerJson): Finding[] {
  return [
    ...findInName(server),
    ...findInVersion(server),
    ...findInRepository(server),
    ...findInWebsite(server),
    ...findInTitle(server),
    ...findInIcons(server),
    ...findInMeta(server),
    ...(server.packages ?? []).flatMap((found, index) => findInPackage(found, ['packages', index])),
    ...(server.remotes ?? []).flatMap(findInRemote),
  ]
}

function findInName({ name = '' }: ServerJson): Finding[] {
  const message = describeServerNameFault(name)
  return message === undefined ? [] : [{ path: 'name', message, reference: 'invalid-server-name' }]
}

function findInVersion({ version = '' }: ServerJson): Finding[] {
  const fault =
    describeVersionFault(version) ?? (isAddressable(version) ? undefined : NOT_ADDRESSABLE)
  return fault ? [{ path: 'version', message: fault.message, reference: fault.rule }] : []
}

/** Not a rule of the official registry: but clients drop a whole list for one version that is empty. */
const NOT_ADDRESSABLE = {
  message: 'must be one word that is seen, and not "." or ".."',
  rule: 'version-not-addressable',
}

const GITHUB = /^https?:\/\/(?:www\.)?github\.com\/[\w.-]+\/[\w.-]+\/?$/
const GITLAB = /^https?:\/\/(?:www\.)?gitlab\.com\/[\w.-]+(?:\/[\w.-]+)+\/?$/

function findInRepository({ repository }: ServerJson): Finding[] {
  const { url = '', source = '', subfolder = '' } = repository ?? {}
  if (url === '' && source === '') return []
  const isKnown =
    (source === 'github' && GITHUB.test(url)) || (source === 'gitlab' && GITLAB.test(url))
  return [
    ...(isKnown
      ? []
      : [
          {
            path: 'repository.url',
            message:
              'must be the address of a repository at github.com or gitlab.com, as "source" says',
            reference: 'invalid-repository-url',
          },
        ]),
    ...(subfolder === '' || isSubfolder(subfolder)
      ? []
      : [
          {
            path: 'repository.subfolder',
            message: 'must be a relative path without ".", ".." and empty parts',
            reference: 'invalid-subfolder-path',
          },
        ]),
  ]
}

function isSubfolder(path: string): boolean {
  return (
    /^[a-zA-Z0-9\-_./]+$/.test(path) &&
    path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
  )
}

function findInWebsite({ websiteUrl = '' }: ServerJson): Finding[] {
  if (websiteUrl === '') return []
  const finding = findNotHttps(websiteUrl)
  if (finding === undefined) return []
  const reference =
    finding === 'absolute' ? 'website-url-must-be-absolute' : 'website-url-invalid-scheme'
  return [{ path: 'websiteUrl', message: 'must be an absolute https address', reference }]
}

function findInTitle({ title = '' }: ServerJson): Finding[] {
  if (title === '' || title.trim() !== '') return []
  return [{ path: 'title', message: 'must not be blank', reference: 'title-whitespace-only' }]
}

function findInIcons({ icons = [] }: ServerJson): Finding[] {
  return icons.flatMap(({ src = '' }, index) => {
    const finding = findNotHttps(src)
    if (finding === undefined) return []
    const reference = finding === 'absolute' ? 'icon-src-not-absolute' : 'icon-src-invalid-scheme'
    const path = toPath(['icons', index, 'src'])
    return [{ path, message: 'must be an absolute https address', reference }]
  })
}

function findNotHttps(text: string): 'absolute' | 'scheme' | undefined {
  const url = URL.parse(text)
  if (url === null) return 'absolute'
  return url.protocol === 'https:' ? undefined : 'scheme'
}

function findInMeta({ _meta }: ServerJson): Finding[] {
  const own = _meta?.[PUBLISHER_META]
  const { length } = own === undefined ? '' : new TextEncoder().encode(JSON.stringify(own))
  if (length <= MAX_PUBLISHER_META_BYTES) return []
  return [
    {
      path: toPath(['_meta', PUBLISHER_META]),
      message: `is ${length} bytes long as JSON, and may be ${MAX_PUBLISHER_META_BYTES} at most`,
      reference: 'publisher-meta-too-large',
    },
  ]
}

const LOCAL_HOST = /^(?:localhost|127\.0\.0\.1|.*\.localhost)$/

function findInRemote(
  { type, url = '', variables = {} }: NonNullable<ServerJson['remotes']>[number],
  index: number,
): Finding[] {
  const path = toPath(['remotes', index, 'url'])
  if (type !== 'streamable-http' && type !== 'sse') {
    const reference = 'unsupported-remote-transport-type'
    const message = 'must be streamable-http or sse'
    return [{ path: toPath(['remotes', index, 'type']), message, reference }]
  }
  if (url === '')
    return [
      { path, message: `is required for ${type}`, reference: 'remote-transport-url-required' },
    ]
  const parsed = parseTemplate(url)
  const isPublic = parsed?.protocol === 'https:' && !LOCAL_HOST.test(parsed.hostname)
  if (!isPublic) {
    const message = 'must be an https address that is not of the machine itself'
    return [{ path, message, reference: 'invalid-remote-url' }]
  }
  return variablesOf(url)
    .filter((name) => !Object.hasOwn(variables, name))
    .map((name) => ({
      path,
      message: `has "{${name}}", which is not among its "variables"`,
      reference: 'invalid-templated-url',
    }))
}
