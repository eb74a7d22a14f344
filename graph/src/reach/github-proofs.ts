import { fail, ok } from '@toolgraph/errors'
import type { SafeFetch } from '@toolgraph/safe-fetch'
import { createLocalJWKSet, errors, jwtVerify } from 'jose'
import * as z from 'zod'
import type { GithubAnswer, ProofSources } from '../namespaces/proof-sources.ts'
import { readAnswer, type ShortAnswer } from './read-answer.ts'

/** A name that GitHub gives: part of a namespace. */
const login = z.string().regex(/^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,98}[a-zA-Z0-9])?$/)
const accountSchema = z.object({ login })
const keysSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).max(50) })

const MAX_ANSWER_BYTES = 1_048_576

/**
 * Reads whose a GitHub access token is, and which organizations they belong to.
 *
 * @param api The address of GitHub's API: `https://api.github.com`
 */
export function createGithubAccountReader(
  api: string,
  fetch: SafeFetch,
): NonNullable<ProofSources['readGithubAccount']> {
  return async (token, signal): Promise<GithubAnswer> => {
    const headers = {
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      'user-agent': 'toolgraph',
    }
    const ask = (path: string) =>
      readAnswer(
        () => fetch(`${api}${path}`, { headers, redirect: 'error', signal }),
        MAX_ANSWER_BYTES,
      )

    if (!/^[\x21-\x7e]+$/.test(token)) return fail('invalid')
    const user = await ask('/user')
    if (isRefusal(user)) return fail('invalid')
    const account = parseOk(user, accountSchema)
    if (!account) return fail('unreadable')
    const listed = await ask('/user/orgs?per_page=100')
    // A token may well be for the account alone; what cannot be read just now is another thing.
    const organizations = isRefusal(listed) ? [] : parseOk(listed, z.array(accountSchema))
    if (!organizations) return fail('unreadable')
    return ok({ login: account.login, organizations: organizations.map((one) => one.login) })
  }
}

/** GitHub says that a limit is reached by the same 403 as that a token may not. */
function isRefusal(answer: ShortAnswer | undefined): boolean {
  if (answer?.status === 401) return true
  const { status, headers } = answer ?? {}
  const isLimit = headers?.get('x-ratelimit-remaining') === '0' || headers?.has('retry-after')
  return status === 403 && !isLimit
}

/** Where tokens of workflows come from, and whom they must be made out to. */
export interface WorkflowOptions {
  /** GitHub's: `https://token.actions.githubusercontent.com` */
  issuer: string
  /** The address of this registry: a token that was made out to another one proves nothing here. */
  audience: string
  now: () => Date
}

/** Reads whose the repository is whose workflow has an identity token (OIDC). */
export function createGithubWorkflowReader(
  { issuer, audience, now }: WorkflowOptions,
  fetch: SafeFetch,
): NonNullable<ProofSources['readGithubWorkflow']> {
  return async (token, signal): Promise<GithubAnswer> => {
    const ask = () => fetch(`${issuer}/.well-known/jwks`, { redirect: 'error', signal })
    const keys = parseOk(await readAnswer(ask, MAX_ANSWER_BYTES), keysSchema)
    if (!keys) return fail('unreadable')
    try {
      const { payload } = await jwtVerify(token, createLocalJWKSet(keys), {
        issuer,
        audience,
        algorithms: ['RS256'],
        requiredClaims: ['exp', 'repository_owner'],
        clockTolerance: 30,
        currentDate: now(),
      })
      const owner = login.safeParse(payload['repository_owner'])
      // One audience, not one of several: it was asked for with this registry in mind.
      if (!owner.success || payload.aud !== audience) return fail('invalid')
      return ok({ login: owner.data, organizations: [] })
    } catch (error) {
      if (error instanceof errors.JOSEError) return fail('invalid')
      throw error
    }
  }
}

function parseOk<parsed>(
  answer: ShortAnswer | undefined,
  schema: z.ZodType<parsed>,
): parsed | undefined {
  if (answer?.status !== 200) return undefined
  try {
    return schema.safeParse(JSON.parse(answer.text)).data
  } catch {
    return undefined
  }
}
