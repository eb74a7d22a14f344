import ipaddr from 'ipaddr.js'

/** Azure's host agent: a public address by its range, an internal one by its use. */
const CLOUD_AGENTS: readonly string[] = ['168.63.129.16']

/** Global unicast (RFC 4291 §2.4). All that is routed on the public IPv6 internet lies in it. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * Says whether an IP address (without brackets) is one of the public internet.
 *
 * An allow-list: only plain unicast passes, so that addresses which carry another one inside (mapped,
 * NAT64, 6to4, Teredo) are refused whatever they carry. Pure: no I/O.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false

  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast') return false
  if (parsed instanceof ipaddr.IPv4) return !CLOUD_AGENTS.includes(parsed.toString())

  return parsed instanceof ipaddr.IPv6 && !parsed.zoneId && parsed.match(GLOBAL_UNICAST)
}
