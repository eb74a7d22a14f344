/** The parts of a worker's own address that each request is held against. */
export interface Address {
  /** With its port, where it is not the usual one. */
  host: string
  hostname: string
  origin: string
  /** The path of the MCP endpoint, without a slash at its end. */
  path: string
}

/** Creates a reader of addresses that remembers the last: a worker has one, in most cases. */
export function createAddressReader(): (resource: string) => Address {
  let last: { resource: string; address: Address } | undefined
  return (resource) => {
    if (last?.resource !== resource) last = { resource, address: readAddress(resource) }
    return last.address
  }
}

/** The path of a request's address, which its platform has normalized. */
export function pathOf(url: string): string {
  const begin = url.indexOf('/', url.indexOf('//') + 2)
  if (begin < 0) return '/'
  const end = url.slice(begin).search(/[?#]/)
  return end < 0 ? url.slice(begin) : url.slice(begin, begin + end)
}

function readAddress(resource: string): Address {
  const { host, hostname, origin, pathname } = new URL(resource)
  return { host, hostname, origin, path: pathname.replace(/\/$/, '') }
}

/**
 * Asserts that an option is an address that the web can reach.
 *
 * @param option Its name, for the error
 * @throws TypeError When it is none
 */
export function assertAddress(option: 'url' | 'issuer', value: unknown): void {
  const url = typeof value === 'string' ? URL.parse(value) : null
  // RFC 8707 §2, RFC 8414 §2: no fragment.
  if (url !== null && /^https?:$/.test(url.protocol) && url.hash === '') return
  const like = option === 'url' ? 'https://rooms.example/mcp' : 'https://auth.example'
  throw new TypeError(`The ${option} "${String(value)}" is not an address like "${like}"`)
}
