import { fail, ok } from '@toolgraph/errors'
import type { SafeFetch } from '@toolgraph/safe-fetch'
import type { ProofSources } from '../namespaces/proof-sources.ts'
import { createGithubAccountReader, createGithubWorkflowReader } from './github-proofs.ts'
import { readAnswer } from './read-answer.ts'

/** Which proofs are taken, and where they are read. */
export interface ProofSourceOptions {
  /** The address of this registry. */
  registryUrl: string
  readDns: ProofSources['readDns']
  /** The way out to strangers. */
  safeFetch: SafeFetch
  /** The way out to what the operator configured. */
  fetch: SafeFetch
  /** GitHub's API (default: its tokens prove nothing) */
  githubApiUrl?: string | undefined
  /** The issuer of GitHub's workflows (default: their tokens prove nothing) */
  githubIssuerUrl?: string | undefined
  allowsAnonymous: boolean
  now: () => Date
}

const MAX_FILE_BYTES = 4096
const READ_TIMEOUT_MS = 10_000

/** Creates the readers of what proves a namespace. */
export function createProofSources(options: ProofSourceOptions): ProofSources {
  const { registryUrl, readDns, safeFetch, fetch, githubApiUrl, githubIssuerUrl, now } = options
  return {
    registryUrl,
    readDns,
    allowsAnonymous: options.allowsAnonymous,
    async readHttp(domain, signal) {
      // A redirect is not followed: who is led elsewhere proves nothing about this host.
      const url = `https://${domain}/.well-known/mcp-registry-auth`
      // Also of an answer that calls itself a stream, which may take long elsewhere.
      const deadline = AbortSignal.any([signal, AbortSignal.timeout(READ_TIMEOUT_MS)])
      const ask = () => safeFetch(url, { redirect: 'manual', signal: deadline })
      const answer = await readAnswer(ask, MAX_FILE_BYTES)
      if (answer?.status === 200) return ok([answer.text])
      return answer && IS_NOT_THERE.test(String(answer.status)) ? ok([]) : fail('unreadable')
    },
    ...(githubApiUrl ? { readGithubAccount: createGithubAccountReader(githubApiUrl, fetch) } : {}),
    ...(githubIssuerUrl
      ? {
          readGithubWorkflow: createGithubWorkflowReader(
            { issuer: githubIssuerUrl, audience: registryUrl, now },
            fetch,
          ),
        }
      : {}),
  }
}

/** A redirect or a 404 says that there is no file; a 429 or a 503 says nothing. */
const IS_NOT_THERE = /^(?:3\d\d|401|403|404|410)$/
