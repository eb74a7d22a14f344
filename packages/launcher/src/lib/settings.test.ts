import { afterEach, expect, it, vi } from 'vitest'
import { openDatabase } from './open-database.ts'
import { settings } from './services.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

it('gives each service a port and a public address, and trusts them', () => {
  expect(settings({ WEB_PORT: '', AUTH_PORT: '5100', GRAPH_URL: 'https://graph.example' })).toEqual(
    expect.objectContaining({
      WEB_PORT: '4000',
      WEB_URL: 'http://localhost:4000',
      ISSUER_URL: 'http://localhost:5100',
      TRUSTED_ORIGINS:
        'http://localhost:5100,https://graph.example,http://localhost:4301,http://localhost:4302,http://localhost:4303,http://localhost:4304,http://localhost:4000',
    }),
  )
})

it('trusts them beside the origins that it is given', () => {
  expect(settings({ TRUSTED_ORIGINS: 'http://localhost:4390' })['TRUSTED_ORIGINS']).toBe(
    'http://localhost:4100,http://localhost:4200,http://localhost:4301,http://localhost:4302,http://localhost:4303,http://localhost:4304,http://localhost:4000,http://localhost:4390',
  )
})

it.each([
  [{ AUTH_PORT: 'abc' }, 'Cannot start: AUTH_PORT must be a port number, 0 to 65535'],
  [{ WEB_PORT: '70000' }, 'Cannot start: WEB_PORT must be a port number, 0 to 65535'],
  [{ ISSUER_URL: 'nonsense' }, 'Cannot start: ISSUER_URL must be an http or https address'],
])('names the setting that is wrong in %j', (given, sentence) => {
  expect(() => settings(given)).toThrow(sentence)
})

it.each([
  ['nonsense', 'DATABASE_URL must be postgresql://USER:PASSWORD@HOST:PORT/DATABASE'],
  ['postgresql://postgres:secret@127.0.0.1:1/x', 'DATABASE_URL: nothing answers there'],
  ['postgresql://postgres:secret@localhost:1/x', 'DATABASE_URL: nothing answers there'],
])('says why the database of %s does not open', async (url, sentence) => {
  vi.stubEnv('DATABASE_URL', url)
  const opening = openDatabase()
  await expect(opening).rejects.toThrow(sentence)
  await expect(opening).rejects.not.toThrow('secret')
})
