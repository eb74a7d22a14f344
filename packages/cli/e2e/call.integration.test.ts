import { untilRegistered } from '@toolgraph/testing'
import { createPerson } from '@toolgraph/testing/person'
import { startToolgraph, type RunningToolgraph } from '@toolgraph/testing/processes'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { World } from '../src/lib/world.ts'
import { personWorld } from '../test/person-world.ts'
import { runCommand } from '../test/run-command.ts'

let toolgraph: RunningToolgraph
let server: string
let aiko: Partial<World>

beforeAll(async () => {
  toolgraph = await startToolgraph({ replicas: { 'agent-web': 0 } })
  server = `${toolgraph.urls.booking}/mcp`
  await untilRegistered(toolgraph.urls.graph, server)
  const person = createPerson({ email: 'aiko@demo.example', password: 'toolgraph-demo' })
  aiko = personWorld(person, { env: { TOOLGRAPH_GRAPH: toolgraph.urls.graph } })
})
afterAll(() => toolgraph?.stop())

const call = (...args: string[]) => runCommand(['call', ...args, '--url', server], aiko)
const cancel = () => call('cancel_booking', 'bookingId=00000000-0000-4000-8000-000000000000')
const login = (...args: string[]) => runCommand(['login', server, ...args], aiko)

describe('toolgraph call --url, of a server that asks for sign-in', () => {
  it('says how to get in, then calls as who signed in, and says how to get further', async () => {
    const closed = await call('list_rooms')
    expect(closed.code).toBe(1)
    expect(closed.stderr).toContain(`run "toolgraph login ${server} --scope booking:read"`)

    await login('--scope', 'booking:read')
    const open = await call('list_rooms', '--json')
    expect(open.json()).toMatchObject({ data: { rooms: expect.any(Array) } })

    const further = await cancel()
    expect(further.code).toBe(1)
    expect(further.stderr).toContain('--scope booking:write", or give a token with --token')

    await login('--scope', 'booking:write')
    expect((await cancel()).stderr).toContain('Cannot find booking')
    expect(await call('list_rooms')).toMatchObject({ code: 0 })
  })

  it('takes a token that is given, and says when it is none', async () => {
    const run = await call('list_rooms', '--token', 'nonsense')
    expect(run.code).toBe(1)
    expect(run.stderr).toContain('it asks for sign-in')
    expect(run.stderr).not.toContain('nonsense')
  })

  it('keeps the sign-in of each server apart', async () => {
    await login('--scope', 'booking:read')
    const who = await runCommand(['whoami', '--json'], aiko)
    expect(who.json()).toMatchObject({ isSignedIn: false, others: [server] })
    await runCommand(['logout', server], aiko)
    expect(await call('list_rooms')).toMatchObject({ code: 1 })
  })

  it('calls the open tools of the graph without any sign-in', async () => {
    const url = `${toolgraph.urls.graph}/mcp`
    const args = ['call', 'search_servers', 'query=book a room', '--url', url, '--json']
    expect(await runCommand(args, aiko)).toMatchObject({ code: 0 })
  })
})
