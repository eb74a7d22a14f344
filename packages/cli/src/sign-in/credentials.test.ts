import { mkdirSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TokenSet } from '@toolgraph/mcp-client'
import { describe, expect, it } from 'vitest'
import { changeCredentials, credentialsFile, readCredentials } from './credentials.ts'

const newWorld = () => ({
  env: { XDG_CONFIG_HOME: mkdtempSync(path.join(tmpdir(), 'toolgraph-credentials-')) },
})

const TOKENS: TokenSet = {
  accessToken: 'a',
  scopes: [],
  issuer: 'https://auth.example',
  resource: 'https://graph.example/mcp',
  client: { client_id: 'c' },
  metadata: {
    issuer: 'https://auth.example',
    authorization_endpoint: 'https://auth.example/authorize',
    token_endpoint: 'https://auth.example/token',
    response_types_supported: ['code'],
  },
}

describe('the sign-ins of a machine', () => {
  it('stand where XDG says, else in the home folder', () => {
    expect(credentialsFile({ env: { HOME: '/home/aiko' } })).toBe(
      path.join('/home/aiko/.config/toolgraph/credentials.json'),
    )
    expect(credentialsFile({ env: { HOME: '/home/aiko', XDG_CONFIG_HOME: '/conf' } })).toBe(
      path.join('/conf/toolgraph/credentials.json'),
    )
  })

  it('are none before the first', async () => {
    expect(await readCredentials(newWorld())).toEqual({ signIns: {} })
  })

  it('lose nothing when many commands change them at the same time', async () => {
    const world = newWorld()
    const urls = Array.from({ length: 8 }, (_, n) => `https://server-${n}.example/mcp`)
    await Promise.all(
      urls.map((url) =>
        changeCredentials(world, async ({ signIns }) => ({
          signIns: { ...signIns, [url]: TOKENS },
        })),
      ),
    )
    const { signIns } = await readCredentials(world)
    expect(Object.keys(signIns).toSorted()).toEqual(urls)
    // Neither a lock nor a draft stays behind.
    expect(readdirSync(path.dirname(credentialsFile(world)))).toEqual(['credentials.json'])
  })

  it('are for their owner alone, in a folder of theirs', async () => {
    const world = newWorld()
    const file = credentialsFile(world)
    await changeCredentials(world, async (credentials) => credentials)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700)
  })

  it.each(['{ "signIns": ', '[]', '{ "signIns": { "x": { "accessToken": "" } } }'])(
    'say what to do when the file holds %s',
    async (text) => {
      const world = newWorld()
      mkdirSync(path.dirname(credentialsFile(world)))
      writeFileSync(credentialsFile(world), text)
      await expect(readCredentials(world)).rejects.toThrow('remove the file and sign in again')
    },
  )

  it('say what to do when the folder cannot be made', async () => {
    const world = newWorld()
    writeFileSync(path.join(world.env.XDG_CONFIG_HOME, 'toolgraph'), 'a file')
    const change = changeCredentials(world, async (credentials) => credentials)
    await expect(change).rejects.toThrow('name another with XDG_CONFIG_HOME')
  })
})
