import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const ENTRY = fileURLToPath(new URL('./import.ts', import.meta.url))

let test: TestDatabase
let folder: string
let registry: Server
let origin: string

const record = (name: string) => ({
  server: { name: `com.example/${name}`, description: 'Example', version: '1.0.0', repository: {} },
})

beforeAll(async () => {
  test = await createTestDatabase('graph')
  folder = await mkdtemp(join(tmpdir(), 'toolgraph-import-'))
  registry = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost')
    if (url.pathname !== '/v0.1/servers') return void response.writeHead(404).end()
    const isSecond = url.searchParams.get('cursor') === 'next page'
    const metadata = isSecond ? {} : { nextCursor: 'next page' }
    response.setHeader('content-type', 'application/json')
    response.end(
      JSON.stringify({ servers: [record(isSecond ? 'live-two' : 'live-one')], metadata }),
    )
  })
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve))
  const address = registry.address()
  origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
})
afterAll(async () => {
  registry.close()
  await rm(folder, { recursive: true })
  await test.close()
})

function run(args: string[], environment: Record<string, string> = {}) {
  const env = { ...process.env, DATABASE_URL: test.url, ...environment }
  return new Promise<{ code: number; output: string }>((resolve) => {
    execFile(process.execPath, [ENTRY, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr })
    })
  })
}

describe('npm run import', () => {
  it('imports a file, and the second time says that nothing has changed', async () => {
    const file = join(folder, 'dump.json')
    await writeFile(file, JSON.stringify({ servers: [record('filed'), 'nonsense', null] }))

    const first = await run([file])
    expect(first).toMatchObject({ code: 0 })
    expect(first.output).toContain('! com.example/filed has an empty repository')
    expect(first.output).toContain('! record 2 is not a server record')
    expect(first.output).toContain('Servers: 1 added, 0 changed, 0 unchanged')

    const second = await run([file, '--quiet'])
    expect(second.output).toContain('Nothing has changed')
    expect(second.output).not.toContain('!')
  })

  it('imports a live registry, page by page', async () => {
    const { code, output } = await run([origin], { TRUSTED_ORIGINS: origin })
    expect(output).toContain('Servers: 2 added')
    expect(code).toBe(0)
    expect(await test.database.mcpServer.count({ where: { title: { startsWith: 'Live' } } })).toBe(
      2,
    )
  })

  it.each([
    ['without a source', [], /^Usage: npm run import/],
    [
      'of a file that is not there',
      ['/nowhere/dump.json'],
      /^Cannot import "\/nowhere\/dump.json": the file cannot be read/,
    ],
    ['of something else than a dump', [ENTRY], /^Cannot import ".*": it is not JSON of the form/],
  ])('ends %s with a sentence', async (_, args, sentence) => {
    const { code, output } = await run(args)
    expect(output).toMatch(sentence)
    expect(code).toBe(1)
  })

  it.each(['http://127.0.0.1:1', 'https://169.254.169.254/'])(
    'does not call the private address %s',
    async (address) => {
      const { code, output } = await run([address])
      expect(output).toMatch(/^Cannot import "/)
      expect(code).toBe(1)
    },
  )
})
