import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { createPerson, type Person } from '@toolgraph/testing/person'
import { startToolgraph, type RunningToolgraph } from '@toolgraph/testing/processes'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { World } from '../src/lib/world.ts'
import { deny, personWorld } from '../test/person-world.ts'
import { runCommand } from '../test/run-command.ts'

const AIKO = { email: 'aiko@demo.example', password: 'toolgraph-demo' }

let toolgraph: RunningToolgraph
let person: Person
beforeAll(async () => {
  toolgraph = await startToolgraph({ replicas: { booking: 0, 'agent-web': 0 } })
})
afterAll(() => toolgraph?.stop())

/** A home folder of its own, and the graph of this test. */
function newWorld(world: Partial<World> = {}): Partial<World> {
  person = createPerson(AIKO)
  return personWorld(person, { ...world, env: { TOOLGRAPH_GRAPH: toolgraph.urls.graph } })
}

const fileOf = ({ env }: Partial<World>) =>
  path.join(env?.['XDG_CONFIG_HOME'] ?? '', 'toolgraph/credentials.json')
const signInsOf = (world: Partial<World>) =>
  JSON.parse(readFileSync(fileOf(world), 'utf8')).signIns as Record<
    string,
    { accessToken: string; refreshToken: string; client: { client_id: string } }
  >

/** Counts what goes to the issuer's token endpoint. */
function countingFetch(): { fetch: typeof fetch; count: () => number } {
  let count = 0
  return {
    count: () => count,
    fetch: (input, init) => {
      if (String(input).endsWith('/token')) count += 1
      return fetch(input, init)
    },
  }
}

describe('toolgraph login', () => {
  it('signs in with the scope for publishing, and keeps the tokens where nobody else reads', async () => {
    const world = newWorld()
    const run = await runCommand(['login', '--json'], world)
    expect(run).toMatchObject({ code: 0 })
    expect(run.json()).toMatchObject({
      server: `${toolgraph.urls.graph}/mcp`,
      issuer: toolgraph.urls.auth,
      scopes: ['servers:write'],
      expiresAt: expect.stringMatching(/Z$/),
    })
    expect(run.stderr).toContain(`${toolgraph.urls.auth}/authorize?`)
    expect(statSync(fileOf(world)).mode & 0o777).toBe(0o600)
    expect(person.consents.join()).toContain('Toolgraph command line')

    const [tokens] = Object.values(signInsOf(world))
    expect(run.stdout + run.stderr).not.toContain(tokens?.accessToken)
    expect(run.stdout + run.stderr).not.toContain(tokens?.refreshToken)
  })

  it('signs in at no other issuer than the one that it is told, and opens no browser for it', async () => {
    const world = newWorld({ openBrowser: () => expect.unreachable() })
    const run = await runCommand(['login', '--issuer', 'https://other.example'], world)
    expect(run.code).toBe(1)
    expect(run.stderr).toContain(`takes tokens of "${toolgraph.urls.auth}" only`)
  })

  it('says what to do when there is no graph', async () => {
    const run = await runCommand(['login', '--graph', 'http://localhost:1'], newWorld())
    expect(run.code).toBe(1)
    expect(run.stderr).toContain('"http://localhost:1": it cannot be reached; see that it runs')
  })

  it('opens no browser with --no-browser, and takes the answer all the same', async () => {
    let address = ''
    const world = newWorld({ openBrowser: () => expect.unreachable() })
    const stderr = (text: string) => {
      const [printed] = /http\S+authorize\S+/.exec(text) ?? []
      if (!printed) return
      address = printed
      void personWorld(person).openBrowser?.(printed)
    }
    const run = await runCommand(['login', '--no-browser'], { ...world, stderr })
    expect(run).toMatchObject({ code: 0 })
    expect(address).toContain('code_challenge_method=S256')
  })

  it('says so when the person does not allow it, and keeps nothing', async () => {
    const world = newWorld({ openBrowser: (address) => deny(person, AIKO, address) })
    const run = await runCommand(['login'], world)
    expect(run.code).toBe(1)
    expect(run.stderr).toContain('it was not allowed; run the command again')
    expect(() => readFileSync(fileOf(world))).toThrow('ENOENT')
  })
})

describe('toolgraph whoami', () => {
  it('tells who is signed in, where, for what, until when', async () => {
    const world = newWorld()
    expect(await runCommand(['whoami'], world)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('run "toolgraph login"'),
    })
    await runCommand(['login'], world)
    const run = await runCommand(['whoami'], world)
    expect(run).toMatchObject({ code: 0, stderr: '' })
    expect(run.stdout).toMatch(/who +Aiko Tanaka\n/)
    expect(run.stdout).toMatch(/scopes +servers:write\n/)
    expect((await runCommand(['whoami', '--json'], world)).json()).toMatchObject({
      isSignedIn: true,
      name: 'Aiko Tanaka',
      graph: toolgraph.urls.graph,
      issuer: toolgraph.urls.auth,
    })
  })

  it('renews tokens that have ended once, not twice, for two commands at the same time', async () => {
    const { fetch, count } = countingFetch()
    const world = newWorld()
    await runCommand(['login'], world)
    const before = signInsOf(world)
    const later = { ...world, fetch, now: () => Date.now() + 24 * 60 * 60_000 }
    const runs = await Promise.all([runCommand(['whoami'], later), runCommand(['whoami'], later)])
    expect(runs).toMatchObject([{ code: 0 }, { code: 0 }])
    expect(count()).toBe(1)
    expect(signInsOf(world)).not.toEqual(before)
  })

  it('forgets a sign-in that its issuer has ended', async () => {
    const world = newWorld()
    await runCommand(['login'], world)
    const [tokens] = Object.values(signInsOf(world))
    const body = new URLSearchParams({
      token: tokens?.refreshToken ?? '',
      client_id: tokens?.client.client_id ?? '',
    })
    await fetch(`${toolgraph.urls.auth}/revoke`, { method: 'POST', body })
    const later = { ...world, now: () => Date.now() + 24 * 60 * 60_000 }
    expect(await runCommand(['whoami'], later)).toMatchObject({ code: 1 })
    expect(signInsOf(world)).toEqual({})
  })
})

describe('toolgraph logout', () => {
  it('ends the sign-in at the issuer and on this machine', async () => {
    const world = newWorld()
    await runCommand(['login'], world)
    const [tokens] = Object.values(signInsOf(world))
    expect((await runCommand(['logout', '--json'], world)).json()).toEqual({
      server: `${toolgraph.urls.graph}/mcp`,
      wasSignedIn: true,
      isRevoked: true,
    })
    expect(signInsOf(world)).toEqual({})
    expect(await runCommand(['logout'], world)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Nobody was signed in'),
    })
    const body = new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token: tokens?.refreshToken ?? '',
      client_id: tokens?.client.client_id ?? '',
    })
    const answer = await fetch(`${toolgraph.urls.auth}/token`, { method: 'POST', body })
    expect(await answer.json()).toMatchObject({ error: 'invalid_grant' })
  })
})
