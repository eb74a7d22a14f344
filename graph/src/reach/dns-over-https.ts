import { fail, ok } from '@toolgraph/errors'
import type { SafeFetch } from '@toolgraph/safe-fetch'
import * as z from 'zod'
import type { ProofSources } from '../namespaces/proof-sources.ts'
import { readAnswer } from './read-answer.ts'

/** What a resolver answers as `application/dns-json`. */
const answerSchema = z.object({
  Status: z.int(),
  Answer: z.array(z.object({ type: z.int(), data: z.string() })).optional(),
})

const NO_ERROR = 0
const NO_SUCH_NAME = 3
const TXT = 16
const MAX_ANSWER_BYTES = 65_536

/**
 * Reads TXT records through a resolver that speaks DNS over HTTPS: for a platform that has none of its own.
 *
 * @param resolver Its address, as the operator configured it
 */
export function createDnsOverHttps(resolver: string, fetch: SafeFetch): ProofSources['readDns'] {
  return async (domain, signal) => {
    const url = new URL(resolver)
    url.searchParams.set('name', domain)
    url.searchParams.set('type', 'TXT')
    const headers = { accept: 'application/dns-json' }
    const ask = () => fetch(url, { headers, redirect: 'error', signal })
    const answered = await readAnswer(ask, MAX_ANSWER_BYTES)
    const answer = answered?.status === 200 ? parseAnswer(answered.text) : undefined
    if (answer?.Status === NO_SUCH_NAME) return ok([])
    if (answer?.Status !== NO_ERROR) return fail('unreadable')
    const records = (answer.Answer ?? []).filter(({ type }) => type === TXT)
    return ok(records.map(({ data }) => joinStrings(data)))
  }
}

function parseAnswer(text: string): z.infer<typeof answerSchema> | undefined {
  try {
    return answerSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/** A record is one or more strings (RFC 1035 §3.3.14); some resolvers leave the quotes away. */
function joinStrings(data: string): string {
  if (!data.startsWith('"')) return data
  const strings = data.matchAll(/"((?:[^"\\]|\\.)*)"/g)
  return Array.from(strings, ([, string = '']) => string.replaceAll(/\\(.)/g, '$1')).join('')
}
