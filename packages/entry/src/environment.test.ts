import { describe, expect, it } from 'vitest'
import { defineEnvironment, flag, list, mode, port, readEnvironment, secret, url } from './index.ts'

const definition = defineEnvironment({
  TOOLGRAPH_MODE: mode(),
  PORT: port(4200, 'where it listens'),
  ISSUER_URL: url('http://localhost:4100', 'the issuer'),
  TRUSTED: list('', 'origins'),
  PROBE: flag(false, 'whether to probe'),
  KEY: secret('development-only-key', 'seals'),
})

describe('readEnvironment()', () => {
  it('works without any variable in development', () => {
    expect(readEnvironment(definition, {})).toEqual({
      TOOLGRAPH_MODE: 'development',
      PORT: 4200,
      ISSUER_URL: 'http://localhost:4100',
      TRUSTED: [],
      PROBE: false,
      KEY: 'development-only-key',
    })
  })

  it.each([undefined, '', 'development-only-key'])(
    'stops a production start with the name of a secret that is %j',
    (KEY) => {
      expect(() => readEnvironment(definition, { TOOLGRAPH_MODE: 'production', KEY })).toThrow(
        'Cannot start: KEY must be set to a secret of your own in production',
      )
    },
  )

  it('names each variable that is wrong, and how', () => {
    expect(() => readEnvironment(definition, { PORT: '99999', ISSUER_URL: 'ftp://x' })).toThrow(
      'Cannot start: PORT must be a port number, 0 to 65535; ISSUER_URL must be an http or https address',
    )
  })

  it('reads lists, flags and addresses', () => {
    const values = readEnvironment(definition, {
      TRUSTED: 'http://a, http://b',
      PROBE: 'true',
      ISSUER_URL: 'https://id.example/',
    })
    expect(values).toMatchObject({
      TRUSTED: ['http://a', 'http://b'],
      PROBE: true,
      ISSUER_URL: 'https://id.example',
    })
  })
})
