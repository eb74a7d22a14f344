import { createTestClient, createTestIssuer } from '@toolgraph/worker/testing'
import { expect, it, vi } from 'vitest'
import worker from './worker.ts'

const issuer = await createTestIssuer()
const env = { PUBLIC_URL: 'https://my-server.test', ISSUER_URL: issuer.issuer }

it('rolls a die for anybody', async () => {
  const client = await createTestClient(worker, { env })
  const { value } = await client.call('roll_die', { sides: 2 })
  expect([1, 2]).toContain(value)
})

it('greets the person who signed in, and nobody else', async () => {
  vi.stubGlobal('fetch', issuer.fetch)
  const resource = 'https://my-server.test/mcp'
  const token = await issuer.token({
    resource,
    scopes: ['greeting:read'],
    claims: { name: 'Aiko' },
  })
  const aiko = await createTestClient(worker, { env, token })
  expect(await aiko.call('greet_me', {})).toEqual({ greeting: 'Hello, Aiko' })

  const nobody = await createTestClient(worker, { env })
  await expect(nobody.call('greet_me', {})).rejects.toThrow()
})
