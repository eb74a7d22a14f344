import { openSession, type AnswerQuestion, type Session } from '@toolgraph/mcp-client'
import type { SafeFetch } from '@toolgraph/safe-fetch'
import * as z from 'zod'
import { checkEnvironment } from '../lib/check-environment.ts'
import { checkAddress } from '../lib/graph-address.ts'
import { loadWorker, type AuthorWorker } from '../lib/load-worker.ts'
import { localEnv } from '../lib/project-env.ts'
import { createReach } from '../lib/reach.ts'
import type { World } from '../lib/world.ts'
import { findAccess } from '../sign-in/find-access.ts'
import { openLocalIssuer } from './local-issuer.ts'

/** Which server to call, and as whom. */
export interface TargetOptions {
  /** A server's address (default: the author's own worker, in this process) */
  url?: string
  token?: string
  /** Whom to call the own worker as. */
  as: string
}

/** A server that can be called. */
export interface Target {
  readonly url: string
  readonly session: Session
  close(): Promise<void>
}

/** As long as the longest tool that somebody waits for at a terminal. */
const PATIENCE_MS = 10 * 60_000

/**
 * Opens the server that is to be called.
 *
 * @param answer Puts a question of a server of 2025-11-25 to the person
 * @throws CliError, McpClientError
 */
export async function openTarget(
  options: TargetOptions,
  answer: AnswerQuestion,
  world: World,
): Promise<Target> {
  return options.url === undefined
    ? openOwnWorker(options, answer, world)
    : openServer(checkAddress(options.url, 'the server'), options.token, answer, world)
}

async function openServer(
  url: string,
  token: string | undefined,
  answer: AnswerQuestion,
  world: World,
): Promise<Target> {
  const accessToken = token ?? (await findAccess(url, world))?.accessToken
  const fetch = createReach(url, world, { timeoutMs: PATIENCE_MS })
  const session = await openSession({
    ...sessionOf(world, answer),
    url,
    fetch,
    ...(accessToken && { accessToken }),
  })
  return { url, session, close: () => session.close() }
}

async function openOwnWorker(
  { token, as }: TargetOptions,
  answer: AnswerQuestion,
  world: World,
): Promise<Target> {
  const { worker, folder } = await loadWorker(world.cwd)
  const env = localEnv(folder, world)
  checkEnvironment(worker, env)
  const { url, title, scopes } = worker.manifest(env)
  const background: Promise<unknown>[] = []
  const ctx = { waitUntil: (work: Promise<unknown>) => void background.push(work) }
  const fetch: SafeFetch = (input, init) => worker.fetch(new Request(input, init), env, ctx)

  const issuer = await findIssuer(worker, url, env)
  const caller = { person: as, resource: url, title, scopes }
  const isLocal = token === undefined && issuer !== undefined && as !== 'nobody'
  const local = isLocal ? await openLocalIssuer({ ...caller, issuer }, world) : undefined
  const accessToken = token ?? local?.token
  try {
    const session = await openSession({
      ...sessionOf(world, answer),
      url,
      fetch,
      ...(accessToken && { accessToken }),
    })
    const close = async () => {
      await session.close()
      await Promise.allSettled(background)
      local?.close()
    }
    return { url, session, close }
  } catch (error) {
    local?.close()
    throw error
  }
}

function sessionOf({ signal }: World, answer: AnswerQuestion) {
  const clientInfo = { name: 'toolgraph-call', version: '0.1.0' }
  return { clientInfo, canAsk: true, answer, signal }
}

const metadataSchema = z.object({ authorization_servers: z.array(z.string()).min(1) })

/** Reads the issuer that a worker trusts from its own RFC 9728 document; `undefined` when it trusts none. */
async function findIssuer(
  worker: AuthorWorker,
  url: string,
  env: Record<string, unknown>,
): Promise<string | undefined> {
  const address = new URL('/.well-known/oauth-protected-resource', url)
  const response = await worker.fetch(new Request(address), env)
  const metadata = metadataSchema.safeParse(await response.json().catch(() => undefined))
  return metadata.data?.authorization_servers[0]
}
