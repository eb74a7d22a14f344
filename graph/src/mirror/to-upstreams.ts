/**
 * Reads the addresses of registries to mirror: each may have the path of the API at its end.
 *
 * Pure: no I/O, no clock.
 *
 * @throws TypeError When one is no http address
 */
export function toUpstreams(addresses: readonly string[]): string[] {
  return addresses.map((address) => {
    const url = URL.parse(address)
    if (url === null || !/^https?:$/.test(url.protocol))
      throw new TypeError(`Cannot mirror "${address}": MIRROR_URLS holds no http address there`)
    return `${url.origin}${url.pathname.replace(/(?:\/v0(?:\.1)?)?(?:\/servers)?\/*$/, '')}`
  })
}
