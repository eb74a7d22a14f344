import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createPerson } from '@toolgraph/testing/person'
import { freePorts } from '@toolgraph/testing/ports'
import { startToolgraph, type RunningToolgraph } from '@toolgraph/testing/processes'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  createAuthorProject,
  type AuthorProject,
  type RunningCommand,
} from '../test/author-project.ts'
import { runInstalled, type Shell } from '../test/installed-command.ts'
import { linkServer } from '../test/link-server.ts'

// The way of an author from nothing to a server that answers, outside the workspace, with the packed tarballs.

let project: AuthorProject

beforeAll(async () => {
  project = await createAuthorProject('tea-shop')
}, 300_000)
afterAll(() => project?.close())

describe('a created project', () => {
  it('passes its own tests', async () => {
    expect(await project.run('npm', 'test')).toMatch(/Tests\s+2 passed/)
  }, 120_000)

  it('has types all the way, also in declarations of the kit', async () => {
    const wrong = path.join(project.folder, 'src/wrong.ts')
    writeFileSync(wrong, WRONG)
    const errors = await typeErrors('--skipLibCheck', 'false')
    rmSync(wrong)
    // What else is there is of the SDK, which wants the types of Node.
    expect(errors.match(/^(?!node_modules.@modelcontextprotocol).*error.*/gm)).toEqual([
      "src/wrong.ts(4,49): error TS2322: Type 'string' is not assignable to type 'number'.",
    ])
  }, 300_000)
})

const WRONG = `import { createTestClient } from '@toolgraph/worker/testing'
import worker from './worker.ts'
const client = await createTestClient(worker, { env: { PUBLIC_URL: '', ISSUER_URL: '' } })
export const rolled = client.call('roll_die', { sides: 'six' })
`

describe.each([
  ['workerd', []],
  ['Node', ['--node']],
])('toolgraph dev on %s', (_platform, options) => {
  let dev: RunningCommand
  let server: string
  let issuer: string

  beforeAll(async () => {
    const [port, inspectorPort] = await freePorts(2)
    const ports = ['--port', String(port), '--inspector-port', String(inspectorPort)]
    dev = await project.start(['dev', ...ports, ...options], /Issuer/)
    server = `http://localhost:${port}/mcp`
    issuer = `http://localhost:${inspectorPort}`
  }, 120_000)
  afterAll(() => dev?.stop())

  it('lets the official client sign a person in, and call a tool as them', async () => {
    const linked = await linkServer(server, 'ben')
    expect(await linked.call('greet_me')).toEqual({ greeting: 'Hello, Ben' })
    expect(linked.scopes).toEqual(['greeting:read'])
    expect(linked.consentPage).toContain('Greet you by your name')
  })

  it('shows the calls of every client in the inspector, and no token', async () => {
    const calls = await (await fetch(`${issuer}/inspector/calls`)).text()
    expect(calls).toContain('greet_me')
    expect(calls).not.toContain('eyJ')
  })

  it('answers with what stands in the file, once it was changed', async () => {
    const answer = () =>
      inspect(issuer, { tool: 'greet_me', person: 'aiko', scopes: ['greeting:read'] })
    expect(await answer()).toContain('Hello, Aiko')
    project.edit('src/worker.ts', 'Hello, ', 'Welcome, ')
    try {
      await vi.waitUntil(async () => (await answer()).includes('Welcome, Aiko'), WAIT)
    } finally {
      project.edit('src/worker.ts', 'Welcome, ', 'Hello, ')
    }
    await vi.waitUntil(async () => (await answer()).includes('Hello, Aiko'), WAIT)
  })

  it('goes on after a mistake in the file', async () => {
    const said = dev.output().length
    project.edit('src/worker.ts', 'Hello, ', '`Hello, ')
    const complaint = /Build failed|Cannot import/
    await vi.waitUntil(() => complaint.test(dev.output().slice(said)), WAIT)
    project.edit('src/worker.ts', '`Hello, ', 'Hello, ')
    const roll = () => inspect(issuer, { tool: 'roll_die', person: '', scopes: [] })
    await vi.waitUntil(async () => /\\"value\\":\d/.test(await roll()), WAIT)
  })

  it('ends when it is told to', async () => {
    expect(await dev.stop()).toBe(0)
    await expect(fetch(server)).rejects.toThrow()
  })
})

describe('from the shell to the graph', () => {
  /** How long each step took when it was first taken, beside those of the project. */
  const seconds: Record<string, number> = {}
  let toolgraph: RunningToolgraph
  let dev: RunningCommand
  let shell: Shell

  beforeAll(async () => {
    const [port, inspectorPort] = await freePorts(2)
    const origins = [`http://localhost:${port}`, `http://localhost:${inspectorPort}`]
    toolgraph = await startToolgraph({
      replicas: { booking: 0, 'agent-web': 0 },
      environment: { TRUSTED_ORIGINS: origins.join(',') },
    })
    const person = createPerson({ email: 'aiko@demo.example', password: 'toolgraph-demo' })
    const home = path.join(project.folder, '..')
    const env = {
      HOME: home,
      XDG_CONFIG_HOME: path.join(home, '.config'),
      TOOLGRAPH_GRAPH: toolgraph.urls.graph,
      PUBLIC_URL: origins[0] ?? '',
    }
    shell = { cwd: project.folder, env, person }
    const ports = ['--port', String(port), '--inspector-port', String(inspectorPort)]
    dev = await timed('dev', () => project.start(['dev', '--node', ...ports], /Inspector/))
  }, 240_000)
  afterAll(async () => {
    await dev?.stop()
    await toolgraph?.stop()
    const steps = Object.entries({ ...project.seconds, ...seconds })
    const worker = readFileSync(path.join(project.folder, 'src/worker.ts'), 'utf8')
    const lines = worker.split('\n').filter((line) => line.trim() !== '').length
    const times = steps.map(([step, time]) => `${step} ${time.toFixed(1)} s`)
    console.log(`src/worker.ts ${lines} lines; ${times.join(', ')}`)
  })

  async function timed<value>(step: string, work: () => Promise<value>): Promise<value> {
    const begin = performance.now()
    const value = await work()
    seconds[step] ??= (performance.now() - begin) / 1000
    return value
  }
  const run = async (...args: string[]): Promise<unknown> =>
    JSON.parse(await timed(args[0] ?? '', () => runInstalled([...args, '--json'], shell)))

  it('checks the server, and finds nothing that stops a publication', async () => {
    expect(await run('check')).toMatchObject({ ok: true })
  })

  it('calls its tools, in the own process and where it runs', async () => {
    expect(await run('call', 'greet_me')).toEqual({ data: { greeting: 'Hello, Aiko' } })
    const url = `${shell.env['PUBLIC_URL']}/mcp`
    expect(await run('call', 'roll_die', 'sides=6', '--url', url)).toMatchObject({
      data: { value: expect.any(Number) },
    })
  })

  it('publishes it for who signs in, once', async () => {
    expect(await run('publish', '--no-browser')).toMatchObject({
      published: true,
      server: 'com.example/tea-shop',
      difference: { isNew: true, tools: { added: ['roll_die', 'greet_me'] } },
    })
    expect(await run('whoami')).toMatchObject({ name: 'Aiko Tanaka' })
    expect(await run('publish')).toMatchObject({ published: false, serverJson: 'unchanged' })
  })

  it('is found by search in the graph, by programs and by agents', async () => {
    const found = await fetch(`${toolgraph.urls.graph}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ search(query: "roll dice") { edges { node { name } } } }' }),
    })
    expect(JSON.stringify(await found.json())).toContain('com.example/tea-shop')
    const url = `${toolgraph.urls.graph}/mcp`
    expect(await run('call', 'search_servers', 'query=roll dice', '--url', url)).toMatchObject({
      data: { servers: [{ name: 'com.example/tea-shop' }] },
    })
  })
})

/** What TypeScript has to say about the project. */
async function typeErrors(...options: string[]): Promise<string> {
  try {
    return await project.run('npx', 'tsc', '--noEmit', ...options)
  } catch (error) {
    return String(Object(error).stdout)
  }
}

const WAIT = { timeout: 40_000, interval: 300 }

/** Calls a tool as the inspector's page does. */
async function inspect(issuer: string, call: Record<string, unknown>): Promise<string> {
  const response = await fetch(`${issuer}/inspector/call`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: issuer },
    body: JSON.stringify({ args: {}, ...call }),
  })
  return response.text()
}
