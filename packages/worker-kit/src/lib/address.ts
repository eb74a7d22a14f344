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
