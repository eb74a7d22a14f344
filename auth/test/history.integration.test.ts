import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createActorsIssuer, ORDER, SCOPES } from './actors-harness.ts'
import {
  act,
  ACTOR,
  answer,
  askDelegation,
  authorize,
  CLIENTS,
  createWorld,
  expectAsModelled,
  PEOPLE,
  present,
  renew,
  RESOURCES,
  revoke,
  takeBack,
  type Access,
  type World,
} from './history-world.ts'
import { assertAlways } from './hostile.ts'
import { BOOKING, type TestIssuer } from './issuer-harness.ts'

// Whatever people, clients and thieves do, in whatever order: every token issued stands within what was
// consented, and what was revoked never comes alive. A failure prints the seed and the shortest history.

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await createActorsIssuer()
})
afterAll(() => issuer.close())

const person = fc.constantFrom(...PEOPLE)
const access: fc.Arbitrary<Access> = fc.constantFrom(...RESOURCES).chain((resource) =>
  fc.record({
    person,
    client: fc.constantFrom(...CLIENTS),
    resource: fc.constant(resource),
    scopes: fc.subarray([...(SCOPES[resource] ?? [])], { minLength: 1 }),
  }),
)
const delegated = fc.subarray([...(SCOPES[BOOKING] ?? [])], { minLength: 1 })
/** One of those that there are, a late one rather than an early one. */
const which = fc.nat(6)
const pick = <value>(all: readonly value[], index: number) => all.at(-1 - (index % all.length))

type Step = (world: World) => Promise<unknown>

/** A step that is printed by name and values where a history fails. */
const step = <value>(
  name: string,
  values: fc.Arbitrary<value>,
  run: (world: World, value: value) => Promise<unknown>,
): fc.Arbitrary<Step> =>
  values.map((value) =>
    Object.assign((world: World) => run(world, value), {
      [fc.toStringMethod]: () => `${name} ${fc.stringify(value)}`,
    }),
  )

const asks = step(
  'asks',
  fc.tuple(access, fc.constantFrom(undefined, 'consent' as const, 'none' as const)),
  (world, [asked, prompt]) => authorize(world, { ...asked, ...(prompt && { prompt }) }),
)
const asksToAct = step('asks to act', fc.record({ person, scopes: delegated }), (world, asked) =>
  askDelegation(world, { ...asked, resource: BOOKING }),
)
const answers = step(
  'answers',
  fc.tuple(which, fc.boolean()),
  async (world, [index, isAllowed]) => {
    const question = pick(world.questions, index)
    if (question) await answer(world, question, isAllowed)
  },
)
const redeems = step(
  'redeems',
  fc.tuple(which, fc.constantFrom(undefined, undefined, 'client' as const, 'verifier' as const)),
  async (world, [index, wrong]) => {
    const code = pick(world.codes, index)
    if (code) await present(world, code, wrong)
  },
)
const refreshes = step(
  'refreshes',
  fc.tuple(
    which,
    fc.record({
      isForeign: fc.constantFrom(false, false, false, true),
      resource: fc.constantFrom('none', 'same', 'other' as const),
      scope: fc.constantFrom('all', 'first', 'more' as const),
    }),
  ),
  async (world, [index, form]) => {
    const token = pick(world.refreshTokens, index)
    if (token) await renew(world, token, form)
  },
)
const exchanges = step('exchanges', fc.tuple(which, delegated), async (world, [index, scopes]) => {
  const token = pick(world.accessTokens, index)
  if (token) await act(world, token, scopes)
})
const revokes = step(
  'revokes',
  fc.tuple(which, fc.boolean(), fc.boolean()),
  async (world, [index, isAccess, isForeign]) => {
    const token = pick(isAccess ? world.accessTokens : world.refreshTokens, index)
    if (token) await revoke(world, token, isForeign)
  },
)
const takesBack = step(
  'takes back',
  fc.tuple(which, fc.boolean()),
  async (world, [index, isCode]) => {
    const gone = pick<Omit<Access, 'scopes'>>(isCode ? world.codes : world.accessTokens, index)
    if (gone) await takeBack(world, gone)
  },
)
const waits = step(
  'waits',
  fc.constantFrom(1, 9, 11, 59, 61, 599, 601, 1801),
  async (_, seconds) => {
    issuer.clock.now += seconds * 1000
  },
)
const cleans = step('cleans', fc.constant(''), () => issuer.removeExpired())
/** The straight way to a code, and mostly to tokens, so that histories get far. */
const connects = step(
  'connects',
  fc.tuple(access, fc.constantFrom(true, true, false)),
  async (world, [asked, isRedeemed]) => {
    await authorize(world, { ...asked, prompt: 'consent' })
    await answer(world, world.questions.at(-1) ?? never(), true)
    if (isRedeemed) await present(world, world.codes.at(-1) ?? never())
  },
)
/** One token twice, at once or later: a lost answer, or a thief. */
const repeats = step(
  'repeats',
  fc.tuple(which, fc.constantFrom(0, 9, 11)),
  async (world, [index, seconds]) => {
    const token = pick(world.refreshTokens, index)
    if (!token) return
    await renew(world, token, { isForeign: false, resource: 'none', scope: 'all' })
    issuer.clock.now += seconds * 1000
    await renew(world, token, { isForeign: false, resource: 'same', scope: 'first' })
  },
)
/** The straight way to a token of the actor. */
const letsAct = step('lets act', fc.record({ person, scopes: delegated }), async (world, asked) => {
  const count = world.questions.length
  await askDelegation(world, { ...asked, resource: BOOKING })
  if (world.questions.length > count) await answer(world, world.questions.at(-1) ?? never(), true)
  const isSent = (token: Access) => token.person === asked.person && token.resource === ORDER
  const sent = world.accessTokens.findLast(isSent)
  if (sent) await act(world, sent, asked.scopes)
})

const history = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.oneof(connects, refreshes) },
    { weight: 2, arbitrary: fc.oneof(letsAct, repeats, exchanges, redeems, answers) },
    { weight: 2, arbitrary: fc.oneof(asks, revokes, takesBack, waits) },
    { weight: 1, arbitrary: fc.oneof(asksToAct, cleans) },
  ),
  { minLength: 8, maxLength: 40, size: 'max' },
)

it('gives no token beyond what was consented, and revives no family, in any history', async () => {
  const issued = { byClients: 0, byActor: 0, inRevokedFamilies: 0 }
  await assertAlways(
    fc.asyncProperty(history, async (steps) => {
      const world = await createWorld(issuer)
      for (const run of steps) await run(world)
      await expectAsModelled(world)
      for (const { client, family } of world.accessTokens) {
        issued[client === ACTOR ? 'byActor' : 'byClients'] += 1
        if (family.isRevoked) issued.inRevokedFamilies += 1
      }
    }),
    { numRuns: 40, seconds: 40 },
  )
  // Else nothing that is told here would have been tried.
  for (const count of Object.values(issued)) expect(count).toBeGreaterThan(0)
}, 120_000)

function never(): never {
  throw new Error('Nothing was asked')
}
