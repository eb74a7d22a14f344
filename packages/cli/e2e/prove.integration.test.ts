import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createPerson } from '@toolgraph/testing/person'
import { startToolgraph, type RunningToolgraph } from '@toolgraph/testing/processes'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { World } from '../src/lib/world.ts'
import { copyProject } from '../test/copy-project.ts'
import { personWorld } from '../test/person-world.ts'
import { runCommand } from '../test/run-command.ts'

let toolgraph: RunningToolgraph
let resolver: Server
/** What the resolver of these tests says of each domain. */
const records = new Map<string, string[]>()
const folders: string[] = []

beforeAll(async () => {
  resolver = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://localhost').searchParams.get('name') ?? ''
    const answers = (records.get(name) ?? []).map((data) => ({ name, type: 16, data: `"${data}"` }))
    response.setHeader('content-type', 'application/dns-json')
    response.end(JSON.stringify({ Status: 0, Answer: answers }))
  })
  await new Promise<void>((resolve) => resolver.listen(0, '127.0.0.1', resolve))
  const { port } = resolver.address() as AddressInfo
  toolgraph = await startToolgraph({
    replicas: { booking: 0, 'agent-web': 0 },
    environment: { DNS_OVER_HTTPS_URL: `http://127.0.0.1:${port}/dns-query` },
  })
})
afterAll(async () => {
  await toolgraph?.stop()
  resolver?.close()
  for (const folder of folders) rmSync(folder, { recursive: true })
})

function aiko(cwd: string, host: string): Partial<World> {
  const person = createPerson({ email: 'aiko@demo.example', password: 'toolgraph-demo' })
  const env = { TOOLGRAPH_GRAPH: toolgraph.urls.graph, PUBLIC_URL: `https://${host}` }
  return { ...personWorld(person, { env }), cwd }
}

/** A pipeline: a machine without a browser. */
function pipeline(cwd: string, host: string): Partial<World> {
  const home = mkdtempSync(path.join(tmpdir(), 'toolgraph-home-'))
  folders.push(home)
  return {
    cwd,
    env: { XDG_CONFIG_HOME: home, PUBLIC_URL: `https://${host}` },
    fetch: (input, init) => fetch(input, init),
    now: Date.now,
  }
}

function newProject(name: string): string {
  const folder = copyProject('notes')
  folders.push(folder)
  const file = path.join(folder, 'src/worker.ts')
  writeFileSync(file, readFileSync(file, 'utf8').replace('org.notebook/notes', name))
  return folder
}

async function makeKey(cwd: string, domain: string): Promise<void> {
  const run = await runCommand(['key', domain, '--json'], { cwd })
  records.set(domain, [(run.json() as { record: string }).record])
}

async function listed(name: string): Promise<unknown> {
  const query = `{ server(name: "${name}") { isVerified owner { name } } }`
  const response = await fetch(`${toolgraph.urls.graph}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  return ((await response.json()) as { data: { server: unknown } }).data.server
}

describe('toolgraph prove', () => {
  it('gives the namespace of a domain to the person, whose servers are verified from then on', async () => {
    const cwd = newProject('dev.author/notes')
    const world = aiko(cwd, 'author-notes.test')
    const early = await runCommand(
      ['prove', 'dns', '--domain', 'author.dev', '--private-key', 'x.pem'],
      world,
    )
    expect(early).toMatchObject({ code: 1 })

    await makeKey(cwd, 'author.dev')
    expect((await runCommand(['publish'], world)).code).toBe(0)
    expect(await listed('dev.author/notes')).toEqual({
      isVerified: false,
      owner: { name: 'Aiko Tanaka' },
    })
    const proof = ['prove', 'dns', '--domain', 'author.dev', '--private-key', 'author.dev.key.pem']
    const run = await runCommand(proof, world)
    expect(run).toMatchObject({ code: 0, stderr: '' })
    expect(run.stdout).toContain('dev.author/* and all below it is Aiko Tanaka')
    expect(await listed('dev.author/notes')).toEqual({
      isVerified: true,
      owner: { name: 'Aiko Tanaka' },
    })
  })

  it('says why not, when the record is not there', async () => {
    const cwd = newProject('dev.nothing/notes')
    await makeKey(cwd, 'nothing.dev')
    records.delete('nothing.dev')
    const proof = [
      'prove',
      'dns',
      '--domain',
      'nothing.dev',
      '--private-key',
      'nothing.dev.key.pem',
      '--json',
    ]
    const run = await runCommand(proof, aiko(cwd, 'nothing.test'))
    expect(run.json()).toMatchObject({ error: { code: 'ERR_PROOF_INVALID' } })
    expect(JSON.stringify(run.json())).toContain('TXT')
  })
})

describe('toolgraph login dns, and publish --registry', () => {
  it('publish at any registry of the standard, without a person', async () => {
    const cwd = newProject('dev.machine/notes')
    await makeKey(cwd, 'machine.dev')
    const world = pipeline(cwd, 'machine-notes.test')
    const registry = toolgraph.urls.graph

    const early = await runCommand(['publish', '--registry', registry, '--json'], world)
    expect(early.json()).toMatchObject({ error: { code: 'ERR_REGISTRY_TOKEN_MISSING' } })

    const proof = [
      'login',
      'dns',
      '--registry',
      registry,
      '--domain',
      'machine.dev',
      '--private-key',
      'machine.dev.key.pem',
    ]
    const login = await runCommand(proof, world)
    expect(login).toMatchObject({ code: 0, stderr: '' })
    expect(login.stdout).not.toContain('rt_')

    const run = await runCommand(['publish', '--registry', registry, '--json'], world)
    expect(run.json()).toMatchObject({ published: true, server: 'dev.machine/notes', registry })
    expect(await listed('dev.machine/notes')).toEqual({
      isVerified: true,
      owner: { name: 'machine.dev' },
    })
    const again = await runCommand(['publish', '--registry', registry], world)
    expect(again).toMatchObject({ code: 1 })
    expect(again.stderr).toContain('refused with 400')
  })
})
