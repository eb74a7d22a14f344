import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCommand } from '../../test/run-command.ts'

const SEED = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'
const env = () => ({ XDG_CONFIG_HOME: mkdtempSync(path.join(tmpdir(), 'toolgraph-home-')) })

/** A registry that says no, and what it was sent. */
function registry(
  answer: () => Response = () => Response.json({ detail: 'no such key' }, { status: 401 }),
) {
  const requests: { url: string; body: unknown }[] = []
  const world = {
    env: env(),
    now: () => Date.UTC(2026, 10, 23, 8),
    fetch: async (input: string | URL | Request, init?: RequestInit) => {
      const request = new Request(input, init)
      const text = await request.text()
      requests.push({ url: request.url, body: text && JSON.parse(text) })
      return answer()
    },
  }
  return { world, requests }
}

describe('toolgraph login with a proof', () => {
  it('shows the registry what the standard says, and says its words when it refuses', async () => {
    const { world, requests } = registry()
    const args = [
      'login',
      'dns',
      '--registry',
      'https://registry.test/',
      '--domain',
      'acme.dev',
      '--private-key',
      SEED,
    ]
    const run = await runCommand(args, world)
    expect(run).toMatchObject({ code: 1, stdout: '' })
    expect(run.stderr).toBe(
      'The registry at "https://registry.test" refused with 401: no such key\n',
    )
    expect(requests).toEqual([
      {
        url: 'https://registry.test/v0.1/auth/dns',
        body: {
          domain: 'acme.dev',
          timestamp: '2026-11-23T08:00:00.000Z',
          signed_timestamp: expect.stringMatching(/^[0-9a-f]{128}$/),
        },
      },
    ])
  })

  it('asks the runner of a workflow for an identity that is made out to this registry', async () => {
    const { world, requests } = registry(() =>
      Response.json({ value: 'identity', registry_token: 'rt', expires_at: 1_795_000_000 }),
    )
    const runner = {
      ACTIONS_ID_TOKEN_REQUEST_URL: 'https://runner.test/token?x=1',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'secret',
    }
    const args = ['login', 'github-oidc', '--registry', 'https://registry.test', '--json']
    const run = await runCommand(args, { ...world, env: { ...world.env, ...runner } })
    expect(run.json()).toEqual({
      registry: 'https://registry.test',
      method: 'github-oidc',
      expiresAt: new Date(1_795_000_000_000).toISOString(),
    })
    expect(requests).toEqual([
      { url: 'https://runner.test/token?x=1&audience=https%3A%2F%2Fregistry.test', body: '' },
      { url: 'https://registry.test/v0.1/auth/github-oidc', body: { oidc_token: 'identity' } },
    ])
  })

  it.each([
    ['no domain', ['dns', '--private-key', SEED], 'ERR_PROOF_MISSING'],
    ['no key', ['dns', '--domain', 'acme.dev'], 'ERR_PROOF_MISSING'],
    ['what is no key', ['http', '--domain', 'acme.dev', '--private-key', 'x'], 'ERR_BAD_KEY'],
    ['no token', ['github'], 'ERR_PROOF_MISSING'],
    ['no workflow', ['github-oidc'], 'ERR_PROOF_MISSING'],
  ])('says what is missing: %s', async (_what, args, code) => {
    const { world, requests } = registry()
    const run = await runCommand(
      ['login', ...args, '--registry', 'https://registry.test', '--json'],
      world,
    )
    expect(run.json()).toMatchObject({ error: { code } })
    expect(requests).toEqual([])
  })
})
