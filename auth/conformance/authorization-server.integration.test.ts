import { spawn } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { serveNode, type RunningService } from '@toolgraph/entry/node'
import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import { createPerson } from '@toolgraph/testing/person'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { DEMO_PASSWORD } from '../src/people/demo-accounts.ts'
import { BOOKING, BOOKING_ANSWER, createTestIssuer } from '../test/issuer-harness.ts'

/** The suite is a program; its package has no entry to import. */
const SUITE = path.resolve(
  createRequire(import.meta.url).resolve('@modelcontextprotocol/conformance/package.json'),
  '../dist/index.js',
)

const checksSchema = z.array(
  z.object({ id: z.string(), status: z.string(), errorMessage: z.string().optional() }),
)

let database: TestDatabase
let service: RunningService
let issuer: string
let callbackPort: number

beforeAll(async () => {
  database = await createTestDatabase('auth')
  const port = await freePort()
  callbackPort = await freePort()
  issuer = `http://localhost:${port}`
  const redirectUris = [`http://127.0.0.1:${callbackPort}/callback`]
  const { app, dependencies } = await createTestIssuer(database, {
    issuer,
    clients: [{ id: 'public', name: 'Conformance', redirectUris }],
    fetch: async () => Response.json({ ...BOOKING_ANSWER, issuer }),
    now: Date.now,
  })
  const { log } = dependencies
  service = await serveNode({ name: 'auth', host: '127.0.0.1', port, log, fetch: app.fetch })
})
afterAll(async () => {
  await service.stop()
  await database.close()
})

describe("the protocol's conformance suite for authorization servers", () => {
  it('passes for a public client', async () => {
    const { code, checks, output } = await runSuite(['--client-id', 'public'])
    expect(code, output).toBe(0)
    expect(checks).toEqual([
      { id: 'authorization-code-grant', status: 'SUCCESS' },
      { id: 'authorization-server-metadata', status: 'SUCCESS' },
      { id: 'authorization-server-metadata-cimd', status: 'SUCCESS' },
    ])
  })

  it('passes with a resource (RFC 8707)', async () => {
    const { code, checks, output } = await runSuite([
      '--client-id',
      'public',
      '--resource',
      BOOKING,
    ])
    expect(code, output).toBe(0)
    expect(checks.map(({ status }) => status)).toEqual(['SUCCESS', 'SUCCESS', 'SUCCESS'])
  })
})

/** Runs the whole suite; a person signs in and allows what it asks for. */
async function runSuite(options: string[]) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'toolgraph-conformance-'))
  const args = ['authorization', '--url', issuer, '-p', String(callbackPort), '-o', folder]
  const child = spawn(process.execPath, [SUITE, ...args, ...options])
  let output = ''
  let answering: Promise<unknown> | undefined
  const read = (chunk: Buffer) => {
    output += chunk.toString()
    const url = /^(http:\/\/localhost:\d+\/authorize\?\S+)\s/m.exec(output)?.[1]
    if (url !== undefined) answering ??= answer(url)
  }
  child.stdout.on('data', read)
  child.stderr.on('data', read)
  const code = await new Promise((resolve) => child.once('exit', resolve))
  await answering
  const checks = globSync('**/checks.json', { cwd: folder })
    .flatMap((file) =>
      checksSchema.parse(JSON.parse(readFileSync(path.join(folder, file), 'utf8'))),
    )
    .toSorted((a, b) => a.id.localeCompare(b.id))
  rmSync(folder, { recursive: true })
  return { code, checks, output }
}

async function answer(authorizationUrl: string): Promise<void> {
  const person = createPerson({ email: 'aiko@demo.example', password: DEMO_PASSWORD })
  const callback = await person.authorize(authorizationUrl, `http://127.0.0.1:${callbackPort}/`)
  await fetch(callback)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
