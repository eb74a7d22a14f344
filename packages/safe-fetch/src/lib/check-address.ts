import { fail, ok, type Result } from '@toolgraph/errors'
import { isPublicAddress } from './is-public-address.ts'

/** Why an address is not called. */
export type AddressFailure =
  | { reason: 'unparsable' }
  | { reason: 'credentials'; url: URL }
  | { reason: 'scheme'; url: URL }
  | { reason: 'not_public'; url: URL }

/** Names that never lead to the public internet, or lead to a cloud's own metadata. */
const PRIVATE_SUFFIXES = ['localhost', 'local', 'internal', 'intranet', 'lan', 'home.arpa', 'onion']

/**
 * Checks the address of a request before it is made: https, no credentials, and no address or name of a
 * private network. What a public name resolves to is checked when the connection is opened (`./node`).
 *
 * Pure: no I/O.
 *
 * @param address The URL, as it came
 * @param trustedOrigins Exact origins that may be plain http and private (default: none)
 */
export function checkAddress(
  address: string | URL,
  trustedOrigins: readonly string[] = [],
): Result<URL, AddressFailure> {
  const url = URL.parse(String(address))
  if (!url) return fail({ reason: 'unparsable' })
  if (url.username || url.password) return fail({ reason: 'credentials', url })
  if (isTrusted(url, trustedOrigins)) return ok(url)
  if (url.protocol !== 'https:') return fail({ reason: 'scheme', url })
  if (!isPublicHost(url.hostname)) return fail({ reason: 'not_public', url })

  return ok(url)
}

/** Says whether a URL has one of the trusted origins, compared exactly. Only http(s) can be trusted. */
export function isTrusted(url: URL, trustedOrigins: readonly string[]): boolean {
  return /^https?:$/.test(url.protocol) && trustedOrigins.includes(url.origin)
}

function isPublicHost(hostname: string): boolean {
  if (hostname.startsWith('[')) return isPublicAddress(hostname.slice(1, -1))

  // The URL parser has turned decimal, octal, hexadecimal and full-width notations into four numbers.
  const name = hostname.replace(/\.$/, '')
  if (/^[\d.]+$/.test(name)) return isPublicAddress(name)

  // A name without a dot is one of the own network.
  const isPrivate = PRIVATE_SUFFIXES.some(
    (suffix) => name === suffix || name.endsWith(`.${suffix}`),
  )
  return name.includes('.') && !isPrivate
}
