import type { Browser } from './browser.ts'
import type { Contender } from './contender.ts'
import { createHttpClient } from './http-client.ts'
import { inParallel } from './in-parallel.ts'
import { createOperations, type Operations } from './operations.ts'

/** What is measured. `authorize` and `token` together are what a token costs. */
export const STAGES = ['authorize', 'token', 'refresh', 'introspect'] as const

/** One of them. */
export type Stage = (typeof STAGES)[number]

/** What a request costs at each stage, in microseconds of processor time. */
export interface Costs {
  /** Of the server's process: the least of all samples. */
  server: Record<Stage, number>
  /** Of the database: the mean of all samples, as it is told in coarse steps. */
  database: Record<Stage, number | undefined>
}

/** How much is done. */
export interface Amount {
  /** Rounds, unless time runs out; the first few warm the servers up, and never are the least. */
  samples: number
  /** Requests of each stage a round. */
  requests: number
}

/** A machine that is busy with other things makes fewer rounds. */
const MAX_MEASURING_MS = 120_000
/** Requests under way at once. */
const AT_ONCE = 8
/** What every contender answers to anybody. */
const METADATA_PATH = '/.well-known/openid-configuration'
/** Browsers that are signed in; each has its own session and its own grants at `oidc-provider`. */
const BROWSERS = 24
/** Tokens that are introspected in turn. Few, as the storage that `oidc-provider` ships forgets soon. */
const INTROSPECTED = 20

/** Measures all contenders in turns, so that whatever else the machine does meets each of them alike. */
export async function measure(
  contenders: readonly Contender[],
  { samples, requests }: Amount,
  databaseCpu: () => number | undefined,
): Promise<Map<Contender, Costs>> {
  const courses = await Promise.all(
    contenders.map(async (contender) => createCourse(contender, requests, databaseCpu)),
  )
  const deadline = Date.now() + MAX_MEASURING_MS
  for (let sample = 0; sample < samples && Date.now() < deadline; sample += 1) {
    for (const course of courses) await course.run()
  }
  for (const course of courses) course.close()
  return new Map(courses.map((course) => [course.contender, course.costs()]))
}

/** One contender on its way through the stages, again and again. */
async function createCourse(
  contender: Contender,
  requests: number,
  databaseCpu: () => number | undefined,
) {
  const client = createHttpClient(AT_ONCE)
  const operations = createOperations(contender, client)
  const browsers: Browser[] = []
  while (browsers.length < BROWSERS) browsers.push(await operations.signIn())
  const spent: Record<Stage, { server: number; database: number | undefined }[]> = {
    authorize: [],
    token: [],
    refresh: [],
    introspect: [],
  }

  async function stage<item, result>(
    name: Stage,
    items: readonly item[],
    run: (item: item) => Promise<result>,
  ): Promise<result[]> {
    const before = { server: await contender.server.cpu(), database: databaseCpu() }
    const results = await inParallel(items, AT_ONCE, run)
    const after = { server: await contender.server.cpu(), database: databaseCpu() }
    spent[name].push({
      server: (after.server - before.server) / items.length,
      database:
        before.database === undefined || after.database === undefined
          ? undefined
          : (after.database - before.database) / items.length,
    })
    return results
  }

  /** A server closes what nobody used for seconds, as all of them do while another has its turn. */
  async function reconnect(): Promise<void> {
    client.close()
    const connections = Array.from({ length: AT_ONCE })
    await inParallel(connections, AT_ONCE, () => client.send(`${contender.origin}${METADATA_PATH}`))
  }

  return {
    contender,
    async run() {
      await reconnect()
      const turns = Array.from({ length: requests }, (_each, turn) => turn)
      const codes = await stage('authorize', turns, (turn) =>
        operations.authorize(browserOf(browsers, turn)),
      )
      const tokens = await stage('token', codes, operations.redeem)
      await stage('refresh', tokens, operations.refresh)
      const known = await introspectable(contender, operations, browsers)
      await stage('introspect', turns, (turn) =>
        operations.introspect(known[turn % known.length] ?? ''),
      )
    },
    costs: (): Costs => ({
      server: perStage((name) => Math.min(...spent[name].map(({ server }) => server))),
      database: perStage((name) => mean(spent[name].map(({ database }) => database))),
    }),
    close: () => client.close(),
  }
}

async function introspectable(
  { introspectedResource }: Contender,
  operations: Operations,
  browsers: readonly Browser[],
): Promise<string[]> {
  const turns = Array.from({ length: INTROSPECTED }, (_each, turn) => turn)
  return inParallel(turns, AT_ONCE, async (turn) => {
    const code = await operations.authorize(browserOf(browsers, turn), introspectedResource)
    return (await operations.redeem(code)).accessToken
  })
}

function browserOf(browsers: readonly Browser[], turn: number): Browser {
  const browser = browsers[turn % browsers.length]
  if (!browser) throw new Error('Nobody is signed in')
  return browser
}

function perStage<value>(compute: (stage: Stage) => value): Record<Stage, value> {
  return {
    authorize: compute('authorize'),
    token: compute('token'),
    refresh: compute('refresh'),
    introspect: compute('introspect'),
  }
}

function mean(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined)
  return known.length === 0 ? undefined : known.reduce((sum, each) => sum + each, 0) / known.length
}
