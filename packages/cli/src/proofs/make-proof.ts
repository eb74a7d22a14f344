import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Command } from 'commander'
import * as z from 'zod'
import { CliError } from '../lib/cli-error.ts'
import { createReach } from '../lib/reach.ts'
import type { World } from '../lib/world.ts'
import { parseKey, signText } from './key-pair.ts'

/** The ways to prove a namespace. */
export const PROOF_METHODS = ['dns', 'http', 'github', 'github-oidc'] as const

/** A way to prove a namespace. */
export type ProofMethod = (typeof PROOF_METHODS)[number]

/** What a person shows. */
export interface ProofOptions {
  domain?: string
  privateKey?: string
  token?: string
}

/** What proves a namespace, as it goes over the wire. */
export type Proof =
  | { method: 'dns' | 'http'; domain: string; timestamp: string; signedTimestamp: string }
  | { method: 'github' | 'github-oidc'; token: string }

/** Whether a word names a way to prove a namespace. */
export function isProofMethod(word: string | undefined): word is ProofMethod {
  return PROOF_METHODS.some((method) => method === word)
}

/** Gives a command the options of proofs. */
export function withProofOptions(command: Command): Command {
  return command
    .option('--domain <domain>', 'dns, http: the domain that is proven')
    .option(
      '--private-key <file>',
      'dns, http: the key, or its secret in hexadecimal digits (default: TOOLGRAPH_PRIVATE_KEY)',
    )
    .option('--token <token>', 'github: an access token (default: GITHUB_TOKEN)')
}

/**
 * Makes a proof that is good for the next seconds.
 *
 * @param audience The registry that it is shown to
 * @throws CliError
 */
export async function makeProof(
  method: ProofMethod,
  options: ProofOptions & { audience: string },
  world: World,
): Promise<Proof> {
  if (method === 'github') return { method, token: findToken(options, world) }
  if (method === 'github-oidc')
    return { method, token: await askWorkflowToken(options.audience, world) }

  const { domain } = options
  if (!domain) throw missing('--domain', 'name the domain that you prove, such as "example.com"')
  const privateKey = parseKey(readKeyText(options, world))
  const timestamp = new Date(world.now()).toISOString()
  return { method, domain, timestamp, signedTimestamp: signText(privateKey, timestamp) }
}

function findToken({ token }: ProofOptions, { env }: World): string {
  const found = token || env['GITHUB_TOKEN']
  if (found) return found
  throw missing('--token', 'give an access token of GitHub, or set GITHUB_TOKEN')
}

/** What it names is a file; hexadecimal digits are the secret itself. */
function readKeyText({ privateKey }: ProofOptions, { env, cwd }: World): string {
  const text = privateKey || env['TOOLGRAPH_PRIVATE_KEY']
  if (!text) throw missing('--private-key', 'name the file of the key that "toolgraph key" made')
  const file = path.resolve(cwd, text)
  return !text.includes('\n') && existsSync(file) ? readFileSync(file, 'utf8') : text
}

const workflowTokenSchema = z.object({ value: z.string() })

/** A workflow of GitHub with `id-token: write` asks its runner, for one audience. */
async function askWorkflowToken(audience: string, world: World): Promise<string> {
  const address = world.env['ACTIONS_ID_TOKEN_REQUEST_URL']
  const secret = world.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN']
  if (!address || !secret)
    throw missing(
      'the identity of a workflow',
      'run it in a GitHub workflow with "id-token: write"',
    )

  const url = new URL(address)
  url.searchParams.set('audience', audience)
  const headers = { authorization: `Bearer ${secret}`, accept: 'application/json' }
  try {
    const response = await createReach(address, world)(url, { headers, signal: world.signal })
    return workflowTokenSchema.parse(await response.json()).value
  } catch (cause) {
    throw new CliError(
      'ERR_PROOF_FAILED',
      'Cannot get the identity of this workflow: its runner does not give it; see that the job has "id-token: write"',
      { cause },
    )
  }
}

function missing(what: string, wayOut: string): CliError {
  return new CliError('ERR_PROOF_MISSING', `Cannot prove a namespace without ${what}: ${wayOut}`)
}
