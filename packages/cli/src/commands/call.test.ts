import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import { afterAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { copyProject } from '../../test/copy-project.ts'
import { runCommand, type CommandRun } from '../../test/run-command.ts'
import type { World } from '../lib/world.ts'

const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })))

const call = (...args: string[]): Promise<CommandRun> => callAs({}, ...args)

/** Each call has a worker of its own, as each command has a process: a worker remembers its issuer's keys. */
const callAs = (world: Partial<World>, ...args: string[]): Promise<CommandRun> => {
  const cwd = copyProject('notes')
  folders.push(cwd)
  return runCommand(['call', ...args], { cwd, now: Date.now, ...world })
}

/** A person who writes these lines, one after the other. */
function typing(...lines: string[]) {
  const questions: string[] = []
  const ask = async (question: string) => {
    questions.push(question)
    return lines.shift() ?? ''
  }
  return { ask, questions }
}

describe("toolgraph call, of the author's own worker", () => {
  it('prints the data, and tells progress beside it', async () => {
    const run = await call('count_letters', 'text=abc', 'times=2')
    expect(run).toEqual(
      expect.objectContaining({
        code: 0,
        stdout: '{\n  "letters": 6\n}\n',
        stderr: '1/2 counting\n',
      }),
    )
  })

  it('takes JSON, and prints one object with --json', async () => {
    const run = await call('count_letters', '--args', '{"text":"abcd"}', '--json')
    expect(run.json()).toEqual({ data: { letters: 4 } })
  })

  it('calls as somebody with all scopes, where it says so as another, or as nobody', async () => {
    const first = await call('write_note', 'text=tea')
    expect(first).toMatchObject({ code: 0, stdout: 'aiko wrote: tea\n' })
    expect((await call('write_note', 'text=tea', '--as', 'ben')).stdout).toBe('ben wrote: tea\n')

    const nobody = await call('write_note', 'text=tea', '--as', 'nobody')
    expect(nobody.code).toBe(1)
    expect(nobody.stderr).toContain('asks for sign-in; call it as somebody: --as aiko')
    expect((await call('write_note', 'text=tea', '--as', 'eve')).stderr).toContain(
      'there are "aiko"',
    )
  })

  it('gives the process its own fetch back', async () => {
    const before = globalThis.fetch
    await call('write_note', 'text=tea')
    expect(globalThis.fetch).toBe(before)
  })

  it("says a refusal in the tool's own words, and what does not fit", async () => {
    const refused = await call('count_letters', 'text=')
    expect(refused).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('Cannot count letters: the text is empty\n'),
    })
    expect((await call('count_letters', '--json')).json()).toMatchObject({
      error: { code: 'ERR_TOOL_REFUSED', message: expect.stringContaining('text') },
    })
  })

  it('names the tools that there are for one that is not', async () => {
    const run = await call('count_words')
    expect(run.stderr).toContain('the server has count_letters, write_note, clear_notes')
  })

  it('says how arguments are written', async () => {
    for (const args of [['text'], ['times=two', 'text=a'], ['text=a', 'text=b'], ['--args', '[1]']])
      expect((await call('count_letters', ...args)).stderr).toContain('write key=value …')
  })

  it('says which variables the worker lacks, which it takes from .dev.vars', async () => {
    const cwd = copyProject('notes')
    folders.push(cwd)
    const file = path.join(cwd, 'src/worker.ts')
    const schema =
      'env: z.object({ PUBLIC_URL: z.url(), ISSUER_URL: z.url(), API_KEY: z.string() })'
    const text = readFileSync(file, 'utf8').replace('<Env>({', `({ ${schema},`)
    writeFileSync(file, text)
    const run = await callAs({ cwd }, 'count_letters', 'text=a')
    expect(run.stderr).toMatch(/API_KEY is missing; variables stand in .* secrets in \.dev\.vars/)

    writeFileSync(path.join(cwd, '.dev.vars'), 'API_KEY=secret\n')
    expect(await callAs({ cwd }, 'count_letters', 'text=a')).toMatchObject({ code: 0 })
  })

  it('says so when the address of the worker is made of a variable that is not set', async () => {
    const cwd = copyProject('notes')
    folders.push(cwd)
    rmSync(path.join(cwd, 'wrangler.jsonc'))
    const run = await callAs({ cwd }, 'count_letters', 'text=a')
    expect(run).toMatchObject({ code: 1, stdout: '' })
    expect(run.stderr).toContain('The url "undefined/mcp" is not an address')
    expect(run.stderr).toContain('variables stand in wrangler.jsonc')
  })

  it('asks the person at the terminal, until the answer fits', async () => {
    const { ask, questions } = typing('perhaps', 'yes')
    const run = await callAs({ ask }, 'clear_notes')
    expect(run.stdout).toBe('{\n  "cleared": true\n}\n')
    expect(run.stderr).toContain('The server asks: Throw all notes away?')
    expect(questions).toHaveLength(2)
  })

  it('declines with an empty line', async () => {
    const { ask } = typing('')
    expect((await callAs({ ask }, 'clear_notes')).stdout).toBe('{\n  "cleared": false\n}\n')
  })

  it('says so when a tool asks and nobody sits at a terminal', async () => {
    const run = await call('clear_notes')
    expect(run.code).toBe(1)
    expect(run.stderr).toContain('asks "Throw all notes away?": nobody sits at a terminal here')
  })
})

describe('toolgraph call --url', () => {
  it('calls a server of 2025-11-25, made with the SDK before ours', async () => {
    const fetch: World['fetch'] = async (input, init) => {
      const server = new McpServer({ name: 'old', version: '1.0.0' })
      server.registerTool('shout', { inputSchema: { text: z.string() } }, ({ text }) => ({
        content: [{ type: 'text', text: `${text.toUpperCase()}\u001b[2J` }],
      }))
      const transport = new WebStandardStreamableHTTPServerTransport({})
      await server.connect(transport)
      return transport.handleRequest(new Request(input, init))
    }
    const world = { fetch, env: { XDG_CONFIG_HOME: '/nowhere' } }
    const run = await callAs(world, 'shout', 'text=tea', '--url', 'https://old.example/mcp')
    // The words of a stranger's server do not command the terminal.
    expect(run).toMatchObject({ code: 0, stdout: 'TEA[2J\n' })
  })

  it('says which server does not answer', async () => {
    const run = await callAs(
      { env: { XDG_CONFIG_HOME: '/nowhere' } },
      'x',
      '--url',
      'https://gone.example/mcp',
    )
    expect(run.code).toBe(1)
    expect(run.stderr).toContain('"https://gone.example"')
    expect(run.stderr).toContain('see that it runs, or name another address')
  })
})
