import { decodeJwt } from 'jose'
import { expect } from 'vitest'
import { exchange, idOf, ORDER, SCOPES, secretOf, signedInBrowser } from './actors-harness.ts'
import {
  authorizeUrl,
  basic,
  BOOKING,
  createPkce,
  introspect,
  ISSUER,
  postForm,
  redeem,
  REDIRECT,
  refresh,
  SECOND_REDIRECT,
  type Browser,
  type TestIssuer,
  type Visit,
} from './issuer-harness.ts'

export const PEOPLE = ['Aiko Tanaka', 'Ben Carter'] as const
export const CLIENTS = ['web', 'second'] as const
export const RESOURCES = [ORDER, BOOKING] as const
/** The server at `ORDER`, which acts for people at `BOOKING`. */
export const ACTOR = 'order'

export type Person = (typeof PEOPLE)[number]

/** Who may do what, where. */
export interface Access {
  person: Person
  client: string
  resource: string
  scopes: readonly string[]
}

interface Question extends Access {
  page: Visit
  verifier: string
  askedAt: number
  isAnswered: boolean
  isDelegation: boolean
}

interface Family extends Access {
  isRevoked: boolean
}

interface Code extends Access {
  code: string
  verifier: string
  issuedAt: number
  /** The access was removed before it was redeemed. */
  isGone: boolean
  family?: Family
}

interface RefreshToken {
  value: string
  family: Family
  usedAt?: number
  successor?: RefreshToken
}

interface AccessToken extends Access {
  value: string
  family: Family
  endsAt: number
  isRevoked: boolean
}

/** An issuer, and what this model says must be true of it after all that was done. */
export interface World {
  issuer: TestIssuer
  browsers: Record<Person, Browser>
  ids: Record<Person, string>
  consents: Map<string, Set<string>>
  questions: Question[]
  codes: Code[]
  families: Family[]
  refreshTokens: RefreshToken[]
  accessTokens: AccessToken[]
}

const MINUTE = 60_000
const REDIRECTS: Readonly<Record<string, string>> = { web: REDIRECT, second: SECOND_REDIRECT }

/** Begins anew, with two people who have allowed nothing yet. */
export async function createWorld(issuer: TestIssuer): Promise<World> {
  const { database } = issuer
  for (const table of [database.authGrant, database.authFamily, database.authRequest])
    await (table as { deleteMany(): Promise<unknown> }).deleteMany()
  const [aiko, ben] = PEOPLE
  return {
    issuer,
    browsers: {
      [aiko]: await signedInBrowser(issuer, aiko),
      [ben]: await signedInBrowser(issuer, ben),
    },
    ids: { [aiko]: await idOf(issuer, aiko), [ben]: await idOf(issuer, ben) },
    consents: new Map(),
    questions: [],
    codes: [],
    families: [],
    refreshTokens: [],
    accessTokens: [],
  }
}

/** A client asks a person; where all was allowed before, the code comes at once. */
export async function authorize(world: World, asked: Access & { prompt?: 'none' | 'consent' }) {
  const { person, client, resource, scopes, prompt } = asked
  const { verifier, challenge } = createPkce()
  const page = await world.browsers[person].go(
    authorizeUrl({
      client_id: client,
      redirect_uri: REDIRECTS[client],
      resource,
      scope: scopes.join(' '),
      code_challenge: challenge,
      prompt,
    }),
  )
  const access = { person, client, resource, scopes }
  if (isConsented(world, access) && prompt !== 'consent')
    return keepCode(world, { ...access, verifier }, page.url)
  if (prompt === 'none') return expectError(page.url, client, 'consent_required')

  expect(page.html).toContain('value="allow"')
  const askedAt = world.issuer.clock.now
  const state = { isAnswered: false, isDelegation: false }
  world.questions.push({ ...access, ...state, page, verifier, askedAt })
}

/** A person is asked whether the actor may act for them. */
export async function askDelegation(world: World, { person, scopes }: Omit<Access, 'client'>) {
  const access = { person, client: ACTOR, resource: BOOKING, scopes }
  const search = new URLSearchParams({
    client_id: ACTOR,
    resource: BOOKING,
    scope: scopes.join(' '),
  })
  const page = await world.browsers[person].go(`/delegation?${search}`)
  if (isConsented(world, access)) return expect(page.url.pathname).toBe('/delegation/done')

  expect(page.html).toContain('value="allow"')
  const askedAt = world.issuer.clock.now
  const state = { isAnswered: false, isDelegation: true }
  world.questions.push({ ...access, ...state, page, verifier: '', askedAt })
}

/** A person answers a question, an old one perhaps. */
export async function answer(world: World, question: Question, isAllowed: boolean) {
  const { page, person, client, isAnswered, isDelegation, askedAt } = question
  const button = isAllowed ? 'Allow' : 'Do not allow'
  const done = await world.browsers[person].submit(page, button)
  question.isAnswered = true
  if (isAnswered || world.issuer.clock.now - askedAt >= 30 * MINUTE)
    return expect([done.response.status, done.url.origin]).toEqual([400, ISSUER])

  if (isAllowed) consentsOf(world, question, question.scopes)
  if (isDelegation) return expect(done.url.pathname).toBe('/delegation/done')
  if (isAllowed) return keepCode(world, question, done.url)
  expectError(done.url, client, 'access_denied')
}

/** A code is presented, rightly or wrongly, for the first time or again. */
export async function present(world: World, code: Code, wrong?: 'client' | 'verifier') {
  const { person, client, resource, scopes, issuedAt } = code
  const { now } = world.issuer.clock
  const by = wrong === 'client' ? other(CLIENTS, client) : client
  const { status, json } = await redeem(
    world.issuer,
    { code: code.code, verifier: wrong === 'verifier' ? 'x'.repeat(43) : code.verifier },
    { client_id: by, redirect_uri: undefined },
  )
  if (code.family) code.family.isRevoked = true
  const isGood = !code.family && !code.isGone && !wrong && now - issuedAt < MINUTE
  expect([status, json['error']]).toEqual(isGood ? [200, undefined] : [400, 'invalid_grant'])
  if (!isGood) return

  const family = { person, client, resource, scopes, isRevoked: false }
  code.family = family
  world.families.push(family)
  world.refreshTokens.push({ value: String(json['refresh_token']), family })
  keepAccessToken(world, { ...family, family }, json)
}

/** How a refresh token is presented. */
export interface RefreshForm {
  isForeign: boolean
  resource: 'none' | 'same' | 'other'
  scope: 'all' | 'first' | 'more'
}

/** A refresh token is presented, the live one or one that is spent. */
export async function renew(world: World, token: RefreshToken, form: RefreshForm) {
  const { family } = token
  const { client, resource } = family
  const scopes = { all: family.scopes, first: family.scopes.slice(0, 1), more: everyScope() }
  const { status, json } = await refresh(world.issuer, token.value, {
    client_id: form.isForeign ? other(CLIENTS, client) : client,
    resource: { none: undefined, same: resource, other: other(RESOURCES, resource) }[form.resource],
    scope: form.scope === 'all' ? undefined : scopes[form.scope].join(' '),
  })
  const error = refreshError(world, token, form)
  expect([status, json['error']]).toEqual(error === undefined ? [200, undefined] : [400, error])
  if (error !== undefined) return

  const value = String(json['refresh_token'])
  if (token.successor) expect(value).toBe(token.successor.value)
  else world.refreshTokens.push((token.successor = { value, family }))
  token.usedAt ??= world.issuer.clock.now
  keepAccessToken(world, { ...family, family, scopes: scopes[form.scope] }, json)
}

function refreshError(
  { issuer }: World,
  { family, usedAt, successor }: RefreshToken,
  { isForeign, resource, scope }: RefreshForm,
): string | undefined {
  if (isForeign || family.isRevoked) return 'invalid_grant'
  if (resource === 'other') return 'invalid_target'
  if (scope === 'more') return 'invalid_scope'
  if (usedAt === undefined) return undefined

  const isLost = issuer.clock.now - usedAt <= 10_000 && successor?.usedAt === undefined
  if (isLost) return undefined
  family.isRevoked = true
  return 'invalid_grant'
}

/** The actor exchanges a token that was sent to it, or that it should never have got. */
export async function act(world: World, token: AccessToken, scopes: readonly string[]) {
  const { person, family, endsAt } = token
  const access = { person, client: ACTOR, resource: BOOKING, scopes }
  const { status, json } = await exchange(world.issuer, {
    subject_token: token.value,
    resource: BOOKING,
    scope: scopes.join(' '),
  })
  const isGood = isActive(world, token) && token.resource === ORDER
  const error = isGood
    ? isConsented(world, access)
      ? undefined
      : 'consent_required'
    : 'invalid_request'
  expect([status, json['error']]).toEqual(error === undefined ? [200, undefined] : [400, error])
  if (error !== undefined) return

  expect(json).not.toHaveProperty('refresh_token')
  keepAccessToken(world, { ...access, family }, json)
  expect(world.accessTokens.at(-1)?.endsAt).toBe(endsAt)
}

/** A client revokes a token of its own, or of another (RFC 7009). */
export async function revoke(world: World, token: RefreshToken | AccessToken, isForeign: boolean) {
  const own = 'client' in token ? token.client : token.family.client
  const client = isForeign ? other([...CLIENTS, ACTOR], own) : own
  const { status } = await postForm(
    world.issuer,
    '/revoke',
    { token: token.value, ...(client !== ACTOR && { client_id: client }) },
    client === ACTOR ? basic(ACTOR, secretOf(ACTOR)) : {},
  )
  // An access token that has ended is nobody's any more.
  const isOver = 'client' in token && !isUnexpired(world, token)
  expect(status).toBe(isForeign && !isOver ? 400 : 200)
  if (isForeign) return
  if ('client' in token) token.isRevoked = true
  else token.family.isRevoked = true
}

/** A person takes back at their account page what they allowed. */
export async function takeBack(world: World, gone: Omit<Access, 'scopes'>) {
  const { person, client, resource } = gone
  const browser = world.browsers[person]
  const { html } = await browser.go('/account')
  const csrf = /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? ''
  const { response } = await browser.go('/account/applications/remove', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: ISSUER },
    body: new URLSearchParams({ csrf, client, resource }).toString(),
  })
  expect(response.status).toBe(200)
  world.consents.delete(keyOf(gone))
  for (const code of world.codes) if (keyOf(code) === keyOf(gone)) code.isGone = true
  for (const family of world.families) if (keyOf(family) === keyOf(gone)) family.isRevoked = true
}

/** Every token is as good as the model says, and what is revoked stays revoked. */
export async function expectAsModelled(world: World) {
  const asGraph = basic('graph', secretOf('graph'))
  for (const token of world.accessTokens) {
    const { active } = await introspect(world.issuer, token.value, asGraph)
    expect(active).toBe(isActive(world, token))
  }
  for (const { value, family, usedAt } of world.refreshTokens) {
    const { active } = await introspect(world.issuer, value, asGraph)
    expect(active).toBe(!family.isRevoked && usedAt === undefined)
    if (!family.isRevoked) continue
    const { status } = await refresh(world.issuer, value, { client_id: family.client })
    expect(status).toBe(400)
  }
}

function keepCode(world: World, asked: Access & { verifier: string }, url: URL) {
  const { person, client, resource, scopes, verifier } = asked
  expect(`${url.origin}${url.pathname}`).toBe(REDIRECTS[client])
  const code = url.searchParams.get('code') ?? ''
  expect(code).not.toBe('')
  const issuedAt = world.issuer.clock.now
  world.codes.push({ person, client, resource, scopes, code, verifier, issuedAt, isGone: false })
}

/** Whatever the way to it was: a token says what this person allowed this client there, and no more. */
function keepAccessToken(
  world: World,
  given: Access & { family: Family },
  { access_token: value }: Record<string, unknown>,
) {
  const { person, client, resource, scopes, family } = given
  const claims = decodeJwt(String(value))
  expect(claims).toMatchObject({ sub: world.ids[person], client_id: client, aud: resource })
  expect(String(claims['scope']).split(' ').toSorted()).toEqual(scopes.toSorted())
  expect(isConsented(world, given)).toBe(true)
  const endsAt = (claims.exp ?? 0) * 1000
  const access = { person, client, resource, scopes }
  world.accessTokens.push({ ...access, family, value: String(value), endsAt, isRevoked: false })
}

function isActive(world: World, token: AccessToken): boolean {
  const isAllowed = token.client !== ACTOR || isConsented(world, token)
  const isStanding = !token.isRevoked && !token.family.isRevoked
  return isStanding && isAllowed && isUnexpired(world, token)
}

function isUnexpired({ issuer }: World, { endsAt }: AccessToken): boolean {
  return issuer.clock.now < endsAt
}

function isConsented(world: World, access: Access): boolean {
  const consented = world.consents.get(keyOf(access))
  return consented !== undefined && access.scopes.every((scope) => consented.has(scope))
}

function consentsOf(world: World, access: Access, added: readonly string[]) {
  const key = keyOf(access)
  world.consents.set(key, new Set([...(world.consents.get(key) ?? []), ...added]))
}

function keyOf({ person, client, resource }: Omit<Access, 'scopes'>): string {
  return [person, client, resource].join(' ')
}

function expectError(url: URL, client: string, error: string) {
  expect(`${url.origin}${url.pathname}`).toBe(REDIRECTS[client])
  expect(url.searchParams.get('error')).toBe(error)
}

function everyScope(): string[] {
  return RESOURCES.flatMap((resource) => SCOPES[resource] ?? [])
}

function other(all: readonly string[], one: string): string {
  return all.find((each) => each !== one) ?? ''
}
