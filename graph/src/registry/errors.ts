import { CodedError } from '@toolgraph/errors'
import type { ServerJsonIssue } from '@toolgraph/server-json'

/** Why the registry refused. */
export type RegistryErrorCode =
  | 'ERR_SERVER_NOT_FOUND'
  | 'ERR_VERSION_NOT_FOUND'
  | 'ERR_SERVER_NAME_TAKEN'
  | 'ERR_SERVER_RENAMED'
  | 'ERR_FORMER_NAME_LIMIT'
  | 'ERR_SERVER_URL_TAKEN'
  | 'ERR_SERVER_URL_FORBIDDEN'
  | 'ERR_VERSION_IMMUTABLE'
  | 'ERR_VERSION_TAKEN'
  | 'ERR_VERSION_LIMIT'
  | 'ERR_VERSION_DIFFERS'
  | 'ERR_PACKAGE_NOT_YOURS'
  | 'ERR_PACKAGE_UNREADABLE'
  | 'ERR_VERSION_UNCHANGED'
  | 'ERR_SERVER_JSON_INVALID'
  | 'ERR_ISSUER_FOREIGN'
  | 'ERR_ISSUER_UNAVAILABLE'
  | 'ERR_INPUT_INVALID'

/** A request to the registry that the caller can mend. */
export class RegistryError extends CodedError<RegistryErrorCode> {
  override readonly name = 'RegistryError'
}

/** No such server, or none that the viewer may see: the two are never told apart. */
export function serverNotFound(reference: string): RegistryError {
  return new RegistryError(
    'ERR_SERVER_NOT_FOUND',
    `Cannot find server "${shorten(reference)}" in the registry`,
  )
}

/** No such version, or no such server, or none that the viewer may see: they are never told apart. */
export function versionNotFound(name: string, version: string): RegistryError {
  return new RegistryError(
    'ERR_VERSION_NOT_FOUND',
    `Cannot find version "${shorten(version)}" of server "${shorten(name)}" in the registry`,
  )
}

/** The name is another's. */
export function nameTaken(name: string): RegistryError {
  return new RegistryError(
    'ERR_SERVER_NAME_TAKEN',
    `Cannot publish server "${name}": the name is taken (names are compared without case); choose another`,
  )
}

/** The name is an old one of the viewer's own server. */
export function serverRenamed(name: string, current: string): RegistryError {
  return new RegistryError(
    'ERR_SERVER_RENAMED',
    `Cannot publish server "${name}": it was renamed, and is now called "${current}"`,
  )
}

/** A server holds on to no more of its old names. */
export function formerNameLimit(name: string, limit: number): RegistryError {
  return new RegistryError(
    'ERR_FORMER_NAME_LIMIT',
    `Cannot rename server "${name}": it holds ${limit} of its old names already, the most there may be`,
  )
}

/** The endpoint is another server's. */
export function urlTaken(url: string): RegistryError {
  return new RegistryError(
    'ERR_SERVER_URL_TAKEN',
    `Cannot publish the endpoint "${shorten(url)}": another server of the registry has it`,
  )
}

/** The endpoint is an address that we may not reach. */
export function urlForbidden(url: string, cause?: unknown): RegistryError {
  return new RegistryError(
    'ERR_SERVER_URL_FORBIDDEN',
    `Cannot publish the endpoint "${shorten(url)}": it must be an https address on the public internet`,
    { cause },
  )
}

/** The manifest says more than anybody reads. */
export function manifestTooLarge(maxChars: number): RegistryError {
  return new RegistryError(
    'ERR_INPUT_INVALID',
    `Cannot accept the server: it is larger than ${maxChars} characters of JSON`,
  )
}

/** The version stands already with another definition. */
export function versionImmutable(name: string, version: string): RegistryError {
  return new RegistryError(
    'ERR_VERSION_IMMUTABLE',
    `Cannot change version "${version}" of server "${name}": its scopes and tools never change; publish a new version`,
  )
}

/** The version stands already, and a `server.json` is published once. */
export function versionTaken(name: string, version: string): RegistryError {
  return new RegistryError(
    'ERR_VERSION_TAKEN',
    `Cannot publish version "${shorten(version)}" of server "${name}": it is published already; choose a new version`,
  )
}

/** The server has as many versions as one may have. */
export function versionLimit(name: string, max: number): RegistryError {
  return new RegistryError(
    'ERR_VERSION_LIMIT',
    `Cannot publish server "${name}": it has ${max} versions, and no server may have more`,
  )
}

/** A package that does not say itself that it is of this server. */
export function packageNotYours(name: string, found: string): RegistryError {
  return new RegistryError(
    'ERR_PACKAGE_NOT_YOURS',
    `Cannot publish server "${name}": the ${shorten(found)} does not say that it is of this server (npm: "mcpName" in package.json; PyPI and NuGet: "mcp-name: ${name}" in the README; images: the label "io.modelcontextprotocol.server.name")`,
  )
}

/** A package whose registry does not answer: that proves nothing. */
export function packageUnreadable(name: string, found: string): RegistryError {
  return new RegistryError(
    'ERR_PACKAGE_UNREADABLE',
    `Cannot publish server "${name}": the ${shorten(found)} cannot be read just now; try again in a moment`,
  )
}

/** A `server.json` that is of another version than the one that is edited. */
export function versionDiffers(name: string, version: string): RegistryError {
  return new RegistryError(
    'ERR_VERSION_DIFFERS',
    `Cannot edit version "${shorten(version)}" of server "${shorten(name)}": the server.json must have this name and this version`,
  )
}

/** The versions have this status and message already. */
export function versionUnchanged(name: string, status: string): RegistryError {
  return new RegistryError(
    'ERR_VERSION_UNCHANGED',
    `Cannot change the status of server "${name}": no changes to apply, it is "${status}" already`,
  )
}

/** A `server.json` that the standard does not allow. */
export class ServerJsonError extends RegistryError {
  /** All that was found, worst and lesser. */
  readonly issues: readonly ServerJsonIssue[]

  constructor(issues: readonly ServerJsonIssue[]) {
    const faults = issues.filter(({ severity }) => severity === 'error')
    const said = faults
      .slice(0, MAX_FAULTS_NAMED)
      .map(({ path, message }) => `"${path}" ${message}`)
    super('ERR_SERVER_JSON_INVALID', `Cannot accept the server.json: ${said.join('; ')}`)
    this.issues = issues
  }
}

/** How many of the faults in a `server.json` a message names. */
const MAX_FAULTS_NAMED = 5

/** The server's tokens come from an issuer that the graph cannot ask. */
export function issuerForeign(name: string): RegistryError {
  return new RegistryError(
    'ERR_ISSUER_FOREIGN',
    `Cannot read tokens for server "${name}": they come from another issuer than this registry's`,
  )
}

/** The issuer, whose word is needed, does not answer. */
export function issuerUnavailable(cause: unknown): RegistryError {
  return new RegistryError(
    'ERR_ISSUER_UNAVAILABLE',
    'Cannot read the token: its issuer does not answer; try again in a moment',
    { cause },
  )
}

/** Longest piece of a caller's text that a message repeats. */
const MAX_QUOTED_CHARS = 200

function shorten(text: string): string {
  return text.length > MAX_QUOTED_CHARS ? `${text.slice(0, MAX_QUOTED_CHARS)}…` : text
}
