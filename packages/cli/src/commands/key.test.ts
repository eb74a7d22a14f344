import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createPublicKey, verify } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import { runCommand } from '../../test/run-command.ts'
import { parseKey, signText, toRecord } from '../proofs/key-pair.ts'

const cwd = mkdtempSync(path.join(tmpdir(), 'toolgraph-key-'))
afterAll(() => rmSync(cwd, { recursive: true }))

describe('toolgraph key', () => {
  it.each([
    ['ed25519', 44],
    ['ecdsap384', 68],
  ])(
    'makes a key by %s, and says what to publish, but for the secret',
    async (algorithm, length) => {
      const domain = `${algorithm}.dev`
      const run = await runCommand(['key', domain, '--algorithm', algorithm, '--json'], { cwd })
      expect(run).toMatchObject({ code: 0, stderr: '' })
      const file = path.join(cwd, `${domain}.key.pem`)
      const key = parseKey(readFileSync(file, 'utf8'))
      const record = `v=MCPv1; k=${algorithm}; p=${toRecord(key).split('p=')[1]}`
      expect(run.json()).toEqual({
        domain,
        namespace: `dev.${algorithm}`,
        file,
        record,
        address: `https://${domain}/.well-known/mcp-registry-auth`,
      })
      expect(record.split('p=')[1]).toHaveLength(length)
      expect(statSync(file).mode & 0o777).toBe(0o600)
    },
  )

  it('never writes over a key, and makes none for what is no domain', async () => {
    const first = await runCommand(['key', 'kept.dev'], { cwd })
    expect(first.stdout).toContain(
      'toolgraph prove dns --domain kept.dev --private-key kept.dev.key.pem',
    )
    const before = readFileSync(path.join(cwd, 'kept.dev.key.pem'), 'utf8')
    const again = await runCommand(['key', 'kept.dev', '--json'], { cwd })
    expect(again).toMatchObject({ code: 1 })
    expect(again.json()).toMatchObject({ error: { code: 'ERR_KEY_STANDS' } })
    expect(readFileSync(path.join(cwd, 'kept.dev.key.pem'), 'utf8')).toBe(before)
    for (const domain of ['localhost', '127.0.0.1', 'a/b.dev', '../x.dev'])
      expect((await runCommand(['key', domain, '--json'], { cwd })).json()).toMatchObject({
        error: { code: 'ERR_BAD_ADDRESS' },
      })
  })
})

describe('parseKey()', () => {
  it.each([
    [
      'Ed25519 (RFC 8032 §7.1)',
      '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      '11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=',
    ],
    [
      'P-384 (RFC 6979 §A.2.6)',
      '6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d896d5724e4c70a825f872c9ea60d2edf5',
      'Auw6TkFbThmkVoYYAp9Cf6XamovErpLgLgaq5ShrMAxk3vjw6pBVhmBkolRRVIC8Ew==',
    ],
  ])(
    'takes the secret of a key by %s as publishers of other registries keep it',
    (_what, hex, publicKey) => {
      const key = parseKey(hex)
      const record = toRecord(key)
      expect(record.split('p=')[1]).toBe(publicKey)
      const signature = Buffer.from(signText(key, 'a moment'), 'hex')
      const isEdwards = record.includes('ed25519')
      const publicHalf = { key: createPublicKey(key), dsaEncoding: 'ieee-p1363' } as const
      expect(
        verify(isEdwards ? null : 'sha384', Buffer.from('a moment'), publicHalf, signature),
      ).toBe(true)
      expect(signature).toHaveLength(isEdwards ? 64 : 96)
    },
  )

  it.each([
    '',
    'no key',
    'ab'.repeat(31),
    '00'.repeat(48),
    '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----',
  ])('refuses %j', (text) => {
    expect(() => parseKey(text)).toThrow('Cannot read the private key')
  })
})
