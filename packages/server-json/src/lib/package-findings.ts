import { toPath, type Finding } from './issue.ts'
import type { ServerJson } from './server-json-schema.ts'
import { parseTemplate, variablesOf } from './url-template.ts'
import { describeVersionFault } from './version-range.ts'

type Package = NonNullable<ServerJson['packages']>[number]
type Argument = NonNullable<Package['packageArguments']>[number]
type Place = readonly (string | number)[]

/** What is wrong with a package beyond its schema. */
export function findInPackage(found: Package, place: Place): Finding[] {
  const { identifier = '', version = '', registryType, fileSha256 } = found
  const versionFault = describeVersionFault(version)
  return [
    ...(identifier.includes(' ')
      ? [at([...place, 'identifier'], 'must have no spaces', 'package-name-has-spaces')]
      : []),
    ...(versionFault ? [at([...place, 'version'], versionFault.message, versionFault.rule)] : []),
    ...(registryType === 'mcpb' && !fileSha256
      ? [
          at(
            [...place, 'fileSha256'],
            'is required of an mcpb package',
            'mcpb-file-sha256-required',
          ),
        ]
      : []),
    ...findInArguments(found.runtimeArguments, [...place, 'runtimeArguments']),
    ...findInArguments(found.packageArguments, [...place, 'packageArguments']),
    ...findInTransport(found, [...place, 'transport']),
  ]
}

function findInArguments(found: readonly Argument[] = [], place: Place): Finding[] {
  return found.flatMap((argument, index) =>
    argument.type === 'named' ? findInNamed(argument, [...place, index]) : [],
  )
}

function findInNamed({ name = '', value, default: fallback }: Argument, place: Place): Finding[] {
  if (name === '')
    return [
      at([...place, 'name'], 'is required of a named argument', 'named-argument-name-required'),
    ]
  return [
    ...(/[<>$ ]/.test(name)
      ? [
          at(
            [...place, 'name'],
            'must have no "<", ">", "$" and no space',
            'invalid-named-argument-name',
          ),
        ]
      : []),
    ...(value?.startsWith(name)
      ? [at([...place, 'value'], 'must not begin with the name', 'argument-value-starts-with-name')]
      : []),
    ...(fallback?.startsWith(name)
      ? [
          at(
            [...place, 'default'],
            'must not begin with the name',
            'argument-default-starts-with-name',
          ),
        ]
      : []),
  ]
}

function findInTransport(found: Package, place: Place): Finding[] {
  const { type, url = '' } = found.transport ?? {}
  if (type === 'stdio') {
    if (url === '') return []
    return [at([...place, 'url'], 'must be left out for stdio', 'stdio-transport-url-not-empty')]
  }
  if (type !== 'streamable-http' && type !== 'sse')
    return [
      at([...place, 'type'], 'must be stdio, streamable-http or sse', 'unsupported-transport-type'),
    ]
  if (url === '')
    return [at([...place, 'url'], `is required for ${type}`, 'streamable-transport-url-required')]
  if (!parseTemplate(url))
    return [at([...place, 'url'], 'must be an http address', 'invalid-templated-url')]
  const known = namesIn(found)
  const unknown = variablesOf(url).filter((name) => !known.has(name))
  return unknown.map((name) =>
    at(
      [...place, 'url'],
      `has "{${name}}", which is no environment variable, argument or value hint of the package`,
      'invalid-templated-url',
    ),
  )
}

/** What an address of the package may name. */
function namesIn({
  environmentVariables,
  runtimeArguments,
  packageArguments,
}: Package): Set<string> {
  const all = [...(runtimeArguments ?? []), ...(packageArguments ?? [])]
  const names = [...(environmentVariables ?? []), ...all].map(({ name }) => name)
  return new Set(
    [...names, ...all.map(({ valueHint }) => valueHint)].filter((name) => name !== undefined),
  )
}

function at(place: Place, message: string, reference: string): Finding {
  return { path: toPath(place), message, reference }
}
