import { isActor, type Client } from '../clients/client.ts'
import type { ClientSources } from '../clients/find-client.ts'
import { findKnownClient } from '../clients/find-known-client.ts'
import type { IdentityStore } from '../federation/identity-store.ts'
import type { Person } from '../people/person.ts'
import type { Session, SessionStore } from '../people/session.ts'
import type { Resource, ResourceAnswer, ResourceDirectory } from '../resources/resource.ts'
import type { AccountStore, StandingAccess } from './account-store.ts'
import { OWN_ACTIONS, STRANGERS_ACTIONS, toActivity, type ActivityEntry } from './activity.ts'
import { nameBrowser, type BrowserName } from './name-browser.ts'

/** All that stands in a person's name. */
export interface Account {
  person: Person
  hasPassword: boolean
  /** The providers that they sign in by, by name. */
  providers: string[]
  browsers: AccountBrowser[]
  applications: Application[]
  activity: Activity[]
}

/** A browser that the person is signed in with. */
export interface AccountBrowser extends BrowserName {
  id: string
  address?: string
  createdAt: Date
  lastSeenAt: Date
  /** The one that asks. */
  isThis: boolean
}

/** Who and where, as far as it is known today. */
export interface Parties {
  /** Absent where its registration is gone. */
  client: Client | undefined
  /** Absent where the server has left the registry, or the registry cannot be asked. */
  server: Resource | undefined
}

/** What an application may do for the person at a server. */
export interface Application extends StandingAccess, Parties {
  /**
   * `allowed`: the person said so; `trusted`: it belongs to this product and asks nothing; `actor`: it acts
   * for the person at another server (RFC 8693).
   */
  kind: 'allowed' | 'trusted' | 'actor'
}

/** Something that happened in the person's name. */
export interface Activity extends ActivityEntry, Parties {}

/** What reading an account needs. */
export interface AccountContext {
  accounts: AccountStore
  sessions: SessionStore
  identities: IdentityStore
  /** What a provider of sign-in is called. */
  providerName: (id: string) => string
  clientSources: Pick<ClientSources, 'findStatic' | 'clients'>
  resources: ResourceDirectory
  now: () => number
}

const TOLD_EVENTS = 20
/** More refused sign-ins in a row are told as that many. */
const COUNTED_REFUSALS = 100
/** More servers than these are shown by their addresses. */
const MAX_LOOKUPS = 50
/** The page does not wait longer for the registry. */
const LOOKUP_MS = 2_000

/** Gathers what stands in the name of the person who is signed in. */
export async function readAccount(context: AccountContext, session: Session): Promise<Account> {
  const { accounts, sessions, identities, now } = context
  const { person } = session
  const userId = person.id
  const [hasPassword, linked, browsers, access, own, strangers] = await Promise.all([
    accounts.hasPassword(userId),
    identities.listIdentities(userId),
    sessions.list(userId, new Date(now())),
    accounts.listAccess(userId, new Date(now())),
    accounts.listEvents({ userId, actions: OWN_ACTIONS, limit: TOLD_EVENTS }),
    accounts.listEvents({ userId, actions: STRANGERS_ACTIONS, limit: COUNTED_REFUSALS }),
  ])
  const entries = toActivity([...own, ...strangers]).slice(0, TOLD_EVENTS)
  const partiesOf = await findParties(context, [...access, ...entries])

  return {
    person,
    hasPassword,
    providers: linked.map(({ provider }) => context.providerName(provider)),
    browsers: browsers.map(({ userAgent, ...browser }) => {
      return { ...browser, ...nameBrowser(userAgent), isThis: browser.id === session.id }
    }),
    applications: access.map((one) => {
      const parties = partiesOf(one)
      return { ...one, ...parties, kind: kindOf(one, parties.client) }
    }),
    activity: entries.map((entry) => ({
      ...entry,
      ...partiesOf(entry),
      ...(entry.provider && { provider: context.providerName(entry.provider) }),
    })),
  }
}

function kindOf({ resource, scopes, isGranted }: StandingAccess, client: Client | undefined) {
  const trusted = client?.trustedAt[resource ?? '']
  if (trusted && scopes.every((scope) => trusted.includes(scope))) return 'trusted'
  return client && isGranted && isActor(client) ? 'actor' : 'allowed'
}

interface PartyIds {
  clientId?: string
  resource?: string
}

/** Looks each client and each server up once. */
async function findParties(
  { clientSources, resources }: AccountContext,
  all: readonly PartyIds[],
): Promise<(ids: PartyIds) => Parties> {
  const clientIds = distinct(all.map(({ clientId }) => clientId))
  const uris = distinct(all.map(({ resource }) => resource)).slice(0, MAX_LOOKUPS)
  const [clients, servers] = await Promise.all([
    Promise.all(clientIds.map((id) => findKnownClient(clientSources, id))),
    withinTime(
      LOOKUP_MS,
      uris.map((uri) => resources.find(uri)),
    ),
  ])
  return ({ clientId = '', resource = '' }) => {
    const answer = servers[uris.indexOf(resource)]
    return {
      client: clients[clientIds.indexOf(clientId)],
      server: answer?.found ? answer.resource : undefined,
    }
  }
}

function distinct(ids: readonly (string | undefined)[]): string[] {
  return [...new Set(ids)].filter((id) => id !== undefined)
}

/** The answers that came in time; `undefined` for each that did not. */
async function withinTime(
  milliseconds: number,
  answers: readonly Promise<ResourceAnswer>[],
): Promise<(ResourceAnswer | undefined)[]> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds)
  })
  const first = await Promise.all(answers.map((answer) => Promise.race([answer, late])))
  clearTimeout(timer)
  return first
}
