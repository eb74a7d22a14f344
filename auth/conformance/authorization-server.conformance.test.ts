import { serveNode, type RunningService } from '@toolgraph/entry/node'
import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import { freePort } from '@toolgraph/testing/ports'
import { runConformance } from '@toolgraph/testing/conformance'
import { createPerson } from '@toolgraph/testing/person'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEMO_PASSWORD } from '../src/people/demo-accounts.ts'
import { BOOKING, BOOKING_ANSWER, createTestIssuer } from '../test/issuer-harness.ts'

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
    const options = ['--client-id', 'public', '--resource', BOOKING]
    const { code, checks, output } = await runSuite(options)
    expect(code, output).toBe(0)
    expect(checks.map(({ status }) => status)).toEqual(['SUCCESS', 'SUCCESS', 'SUCCESS'])
  })
})

/** Runs the whole suite; a person signs in and allows what it asks for. */
async function runSuite(options: string[]) {
  let answering: Promise<unknown> | undefined
  const args = ['authorization', '--url', issuer, '-p', String(callbackPort), ...options]
  const run = await runConformance(args, (output) => {
    const url = /^(http:\/\/localhost:\d+\/authorize\?\S+)\s/m.exec(output)?.[1]
    if (url !== undefined) answering ??= answer(url)
  })
  await answering
  return run
}

async function answer(authorizationUrl: string): Promise<void> {
  const person = createPerson({ email: 'aiko@demo.example', password: DEMO_PASSWORD })
  const callback = await person.authorize(authorizationUrl, `http://127.0.0.1:${callbackPort}/`)
  await fetch(callback)
}
