import { Resolver } from 'node:dns/promises'
import { fail, ok } from '@toolgraph/errors'
import type { ProofSources } from '../namespaces/proof-sources.ts'

/** The name, or a record of this kind, is not there: an answer, unlike a server that fails. */
const NOT_THERE = new Set(['ENOTFOUND', 'ENODATA'])

/** Reads TXT records with the resolvers of the machine. */
export function createTxtResolver(servers?: readonly string[]): ProofSources['readDns'] {
  return async (domain, signal) => {
    const resolver = new Resolver({ timeout: 3000, tries: 2 })
    if (servers) resolver.setServers(servers)
    const stop = () => resolver.cancel()
    signal.addEventListener('abort', stop)
    try {
      const records = await resolver.resolveTxt(domain)
      return ok(records.map((strings) => strings.join('')))
    } catch (error) {
      return NOT_THERE.has(Object(error).code) ? ok([]) : fail('unreadable')
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }
}
