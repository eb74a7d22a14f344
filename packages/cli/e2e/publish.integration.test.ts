import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createPerson } from '@toolgraph/testing/person'
import { startToolgraph, type RunningToolgraph } from '@toolgraph/testing/processes'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { World } from '../src/lib/world.ts'
import { copyProject } from '../test/copy-project.ts'
import { personWorld } from '../test/person-world.ts'
import { runCommand } from '../test/run-command.ts'

const folders: string[] = []
let toolgraph: RunningToolgraph
let aiko: Partial<World>
let ben: Partial<World>
/** How often somebody was sent to their browser. */
let signIns = 0

beforeAll(async () => {
  toolgraph = await startToolgraph({ replicas: { booking: 0, 'agent-web': 0 } })
  aiko = newWorld('aiko@demo.example')
  ben = newWorld('ben@demo.example')
})
afterAll(async () => {
  await toolgraph?.stop()
  for (const folder of folders) rmSync(folder, { recursive: true })
})

function newWorld(email: string): Partial<World> {
  const person = createPerson({ email, password: 'toolgraph-demo' })
  const world = personWorld(person, { env: { TOOLGRAPH_GRAPH: toolgraph.urls.graph } })
  return {
    ...world,
    openBrowser: async (address) => {
      signIns += 1
      await world.openBrowser?.(address)
    },
  }
}

/** A project with a server that the graph does not know yet; `edit` changes its worker. */
function newProject(name: string, edit = (text: string) => text): string {
  const folder = copyProject('notes')
  folders.push(folder)
  const file = path.join(folder, 'src/worker.ts')
  const text = readFileSync(file, 'utf8').replace('org.notebook/notes', name)
  writeFileSync(file, edit(text))
  return folder
}

const from = (world: Partial<World>, cwd: string, host: string): Partial<World> => ({
  ...world,
  cwd,
  env: { ...world.env, PUBLIC_URL: `https://${host}` },
})

async function listed(name: string): Promise<unknown> {
  const response = await fetch(`${toolgraph.urls.graph}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: '{ server(name: "NAME") { title version url owner { name } tools { name } } }'.replace(
        'NAME',
        name,
      ),
    }),
  })
  const { data } = (await response.json()) as { data: { server: unknown } }
  return data.server
}

describe('toolgraph publish', () => {
  it('shows what would change and changes nothing with --dry-run', async () => {
    const cwd = newProject('test.notes/dry')
    const run = await runCommand(['publish', '--dry-run'], from(aiko, cwd, 'dry.test'))
    expect(run).toMatchObject({ code: 0, stderr: '' })
    expect(run.stdout).toContain('+ tool count_letters')
    expect(run.stdout).toContain('Would publish test.notes/dry 1.0.0, which is new')
    expect(signIns).toBe(0)
    expect(await listed('test.notes/dry')).toBeNull()
    expect(() => readFileSync(path.join(cwd, 'server.json'))).toThrow('ENOENT')
  })

  it('signs in once, lists the server as the person, and writes server.json', async () => {
    const cwd = newProject('com.example/first')
    const run = await runCommand(['publish'], from(aiko, cwd, 'first.test'))
    expect(run).toMatchObject({ code: 0 })
    expect(run.stdout).toContain('Published com.example/first 1.0.0, which is new')
    expect(signIns).toBe(1)
    expect(await listed('com.example/first')).toMatchObject({
      title: 'Notes',
      url: 'https://first.test/mcp',
      owner: { name: 'Aiko Tanaka' },
      tools: [{ name: 'count_letters' }, { name: 'write_note' }, { name: 'clear_notes' }],
    })
    expect(JSON.parse(readFileSync(path.join(cwd, 'server.json'), 'utf8'))).toMatchObject({
      name: 'com.example/first',
      remotes: [{ type: 'streamable-http', url: 'https://first.test/mcp' }],
    })
  })

  it('does nothing when it is run again, and asks nothing', async () => {
    const cwd = newProject('com.example/again')
    await runCommand(['publish'], from(aiko, cwd, 'again.test'))
    const before = signIns
    const run = await runCommand(['publish', '--json'], from(aiko, cwd, 'again.test'))
    expect(run.json()).toMatchObject({ published: false, serverJson: 'unchanged' })
    const stranger = newWorld('ben@demo.example')
    const seen = await runCommand(['publish'], from(stranger, cwd, 'again.test'))
    expect(seen.stdout).toBe('Nothing to publish: com.example/again 1.0.0 is listed as it is\n')
    expect(signIns).toBe(before)
  })

  it('publishes what changed, in a new version where the tools did', async () => {
    const name = 'com.example/changed'
    await runCommand(['publish'], from(aiko, newProject(name), 'changed.test'))

    const retitle = (text: string) => text.replace("title: 'Notes'", "title: 'All notes'")
    const texts = newProject(name, retitle)
    const first = await runCommand(['publish'], from(aiko, texts, 'changed.test'))
    expect(first.stdout).toContain('~ title: "Notes" → "All notes"')
    expect(await listed(name)).toMatchObject({ title: 'All notes', version: '1.0.0' })

    const reword = (text: string) =>
      retitle(text).replace('Counts the letters', 'Counts all letters')
    const stands = await runCommand(
      ['publish'],
      from(aiko, newProject(name, reword), 'changed.test'),
    )
    expect(stands.code).toBe(1)
    expect(stands.stderr).toContain('raise "version" where the worker is created')

    const raised = newProject(name, (text) => reword(text).replace("'1.0.0'", "'1.1.0'"))
    const second = await runCommand(['publish', '--json'], from(aiko, raised, 'changed.test'))
    expect(second.json()).toMatchObject({
      published: true,
      difference: {
        isNew: false,
        server: [{ place: 'version', before: '1.0.0', after: '1.1.0' }],
        tools: { changed: [{ name: 'count_letters', changes: [{ place: 'description' }] }] },
      },
    })
  })

  it("shows the graph's refusal and the way out when the name is another's", async () => {
    const name = 'com.example/taken'
    await runCommand(['publish'], from(aiko, newProject(name), 'taken.test'))
    const other = newProject(name, (text) => text.replace("title: 'Notes'", "title: 'Mine'"))
    const run = await runCommand(['publish', '--json'], from(ben, other, 'taken.test'))
    expect(run.code).toBe(1)
    expect(run.json()).toMatchObject({
      error: {
        code: 'ERR_SERVER_NAME_TAKEN',
        message: expect.stringContaining('sign in as its owner'),
      },
    })
  })

  it('signs in once more where a sign-in does not allow publishing', async () => {
    const stranger = newWorld('ben@demo.example')
    await runCommand(['login', '--scope', 'connections:read'], stranger)
    const before = signIns
    const cwd = newProject('com.example/more')
    const run = await runCommand(['publish', '--json'], from(stranger, cwd, 'more.test'))
    expect(run.json()).toMatchObject({ published: true })
    expect(signIns).toBe(before + 1)
    expect((await runCommand(['whoami', '--json'], stranger)).json()).toMatchObject({
      scopes: ['connections:read', 'servers:write'],
    })
  })

  it('publishes nothing while there are errors, and asks nobody', async () => {
    const cwd = copyProject('careless')
    folders.push(cwd)
    const before = signIns
    const run = await runCommand(['publish'], { ...aiko, cwd })
    expect(run).toMatchObject({ code: 1, stderr: '' })
    expect(run.stdout).toContain('(tool-annotations)')
    expect(run.stdout).toContain('Nothing was published')
    expect(signIns).toBe(before)
  })

  it('says where it looked when there is no graph', async () => {
    const world = { ...from(aiko, newProject('com.example/none'), 'none.test') }
    const run = await runCommand(['publish', '--graph', 'http://localhost:1'], world)
    expect(run.code).toBe(1)
    expect(run.stderr).toContain(
      'Cannot reach the graph at "http://localhost:1": start it, or name',
    )
  })
})
