import type { Result } from '@toolgraph/errors'

/** What a domain has published, or that it cannot be read just now: an answer like 429 or 503 is no proof. */
export type PublishedRecords = Result<readonly string[], 'unreadable'>

/** Reads what proves a namespace, where its owner has put it. */
export interface ProofSources {
  /** The TXT records of a domain; none where it has none. */
  readDns(domain: string, signal: AbortSignal): Promise<PublishedRecords>
  /** The text of `https://<domain>/.well-known/mcp-registry-auth`; none where there is no such file. */
  readHttp(domain: string, signal: AbortSignal): Promise<PublishedRecords>
  /** Whose a GitHub access token is (default: such proofs are not taken) */
  readonly readGithubAccount?:
    ((token: string, signal: AbortSignal) => Promise<GithubAnswer>) | undefined
  /** Whose the repository is whose workflow has this identity token (default: such proofs are not taken) */
  readonly readGithubWorkflow?:
    ((token: string, signal: AbortSignal) => Promise<GithubAnswer>) | undefined
  /** Whether anybody gets a token for names that are nobody's: for development only. */
  readonly allowsAnonymous: boolean
  /** The address of this registry: what a proof for it is made out to. */
  readonly registryUrl: string
}

/** An account of GitHub, and the organizations that it belongs to. */
export interface GithubAccount {
  readonly login: string
  readonly organizations: readonly string[]
}

/** Whose it is; why it proves nothing. */
export type GithubAnswer = Result<GithubAccount, 'invalid' | 'unreadable'>
