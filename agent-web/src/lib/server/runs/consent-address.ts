import * as z from 'zod'

/** How a server says that the person has to allow something first (worker kit, "exchangeToken"). */
const refusalSchema = z.object({
  'dev.toolgraph/code': z.literal('ERR_CONSENT_REQUIRED'),
  'dev.toolgraph/details': z.object({ consent_uri: z.url({ protocol: /^https?$/ }) }),
})

/**
 * Finds where the person allows what a tool needs at another server.
 *
 * @param meta The result's `_meta`: the server's word
 * @param issuer Where the person allowed this connection. An address anywhere else is not shown: it would be a
 *   link to a stranger's page among our own words
 */
export function consentAddress(meta: unknown, issuer: string | undefined): string | undefined {
  const { data } = refusalSchema.safeParse(meta)
  if (!data || issuer === undefined) return undefined
  const { consent_uri: address } = data['dev.toolgraph/details']
  return new URL(address).origin === URL.parse(issuer)?.origin ? address : undefined
}
