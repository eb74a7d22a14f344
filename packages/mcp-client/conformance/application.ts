import { fail, ok, type Result } from '@toolgraph/errors'
import { createSafeFetch, type SafeFetch } from '@toolgraph/safe-fetch'
import { createNodeFetch } from '@toolgraph/safe-fetch/node'
import {
  finishAuthorization,
  McpClientError,
  openSession,
  startAuthorization,
  type ClientRegistration,
  type InputAnswer,
  type Session,
  type ToolCall,
  type ToolOutcome,
  type TokenSet,
} from '../src/index.ts'

/** What a person uses to work with one server: it signs in, asks for more scopes, answers and gives up. */
export interface Application {
  /** Runs some work in a session, again from the start after each authorization that it takes. */
  work<result>(task: (session: Session) => Promise<result>): Promise<result>
}

/** Which server, and how the application is known at its issuer. */
export interface ApplicationOptions {
  url: string
  /** What it is registered as, by issuer; more are added as it goes. */
  registrations: Map<string, ClientRegistration>
}

const REDIRECT_URI = 'http://localhost:41999/callback'
const CLIENT_METADATA_URL = 'https://conformance-test.local/client-metadata.json'
const ACCEPTED: InputAnswer = { action: 'accept', content: {} }
/** The suite may run all of its scenarios at once, on a small machine. */
const PATIENCE_MS = 60_000
const MAX_AUTHORIZATIONS = 3
const MAX_QUESTIONS = 5

/** Makes the smallest application that is whole: everything it does goes through the package's own door. */
export function createApplication({ url, registrations }: ApplicationOptions): Application {
  let tokens: TokenSet | undefined

  const work: Application['work'] = async (task) => {
    for (let authorizations = 0; ; authorizations += 1) {
      const done = await attempt(task)
      if (done.ok) return done.value
      if (authorizations === MAX_AUTHORIZATIONS) throw done.failure
      tokens = await authorize(done.failure)
    }
  }

  /** Does the task, or says what was asked for on the way. */
  async function attempt<result>(
    task: (session: Session) => Promise<result>,
  ): Promise<Result<result, McpClientError>> {
    let session: Session | undefined
    try {
      session = await openSession({
        url,
        fetch: loopbackFetch,
        timeoutMs: PATIENCE_MS,
        canAsk: true,
        answer: async () => ACCEPTED,
        ...(tokens && { accessToken: tokens.accessToken }),
      })
      return ok(await task(session))
    } catch (error) {
      if (error instanceof McpClientError && isAboutAccess(error)) return fail(error)
      throw error
    } finally {
      await session?.close()
    }
  }

  async function authorize({ code, scopes }: McpClientError): Promise<TokenSet> {
    const isStepUp = code === 'ERR_SCOPES_NEEDED'
    const { authorizationUrl, pending } = await startAuthorization({
      url,
      fetch: loopbackFetch,
      redirectUri: REDIRECT_URI,
      clientMetadata: { client_name: 'Toolgraph conformance' },
      clientMetadataUrl: CLIENT_METADATA_URL,
      registrations: {
        find: async (issuer) => registrations.get(issuer),
        save: async (issuer, given) => void registrations.set(issuer, given),
      },
      ...(scopes.length > 0 && { scopes }),
      ...(isStepUp && tokens && { currentScopes: tokens.scopes }),
    })
    const callbackParams = await consent(authorizationUrl)
    return finishAuthorization({ pending, callbackParams, fetch: loopbackFetch })
  }

  return { work }
}

/** Calls a tool as a person would who allows everything and leaves every form as it is. */
export async function callTool(session: Session, call: ToolCall): Promise<ToolOutcome> {
  let outcome = await session.callTool(call)
  for (let asked = 0; outcome.kind === 'input_required' && asked < MAX_QUESTIONS; asked += 1) {
    const { requests, requestState } = outcome
    const answers = Object.fromEntries(Object.keys(requests).map((key) => [key, ACCEPTED]))
    const state = requestState === undefined ? {} : { requestState }
    outcome = await session.callTool({ ...call, answers, ...state })
  }
  if (outcome.kind === 'scopes_needed') throw needed('ERR_SCOPES_NEEDED', outcome.scopes)
  if (outcome.kind === 'sign_in_needed') throw needed('ERR_SIGN_IN_NEEDED', outcome.scopes)
  return outcome
}

/** The person's browser: what the issuer sends back after a consent that is given at once. */
async function consent(authorizationUrl: string): Promise<URLSearchParams> {
  const response = await fetch(authorizationUrl, { redirect: 'manual' })
  const location = response.headers.get('location')
  if (!location?.startsWith(REDIRECT_URI))
    throw new Error(`The issuer sent nobody back: ${response.status}`)
  return new URL(location).searchParams
}

/** The suite's servers are on loopback ports that are not known before they are named. */
const loopbackFetch: SafeFetch = (input, init) => {
  const { origin, hostname } = new URL(input instanceof Request ? input.url : input)
  const trustedOrigins = hostname === 'localhost' ? [origin] : []
  const options = { trustedOrigins, fetch: createNodeFetch(), timeoutMs: PATIENCE_MS }
  return createSafeFetch(options)(input, init)
}

function isAboutAccess({ code }: McpClientError): boolean {
  return code === 'ERR_SIGN_IN_NEEDED' || code === 'ERR_SCOPES_NEEDED'
}

function needed(
  code: 'ERR_SIGN_IN_NEEDED' | 'ERR_SCOPES_NEEDED',
  scopes: readonly string[],
): McpClientError {
  return new McpClientError(code, 'Cannot call the tool: the server asks for more', { scopes })
}
