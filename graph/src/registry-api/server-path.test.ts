import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseServerPath } from './server-path.ts'

const part = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}[A-Za-z0-9]$/)
const version = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => text.isWellFormed())

describe('parseServerPath()', () => {
  it('reads what was encoded, and what was not', () => {
    fc.assert(
      fc.property(part, part, version, (namespace, own, one) => {
        const name = `${namespace}/${own}`
        const tail = ['versions', one]
        const rest = tail.map(encodeURIComponent).join('/')
        expect(parseServerPath(`${encodeURIComponent(name)}/${rest}`)).toEqual({ name, tail })
        expect(parseServerPath(`${name}/${rest}`)).toEqual({ name, tail })
      }),
    )
  })

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.string(), (path) => {
        const found = parseServerPath(path)
        expect(found === undefined || found.name.includes('/')).toBe(true)
      }),
    )
  })

  it.each(['', '/', 'com.example', '/versions', 'com.example/'])(
    'finds no name in "%s"',
    (path) => {
      expect(parseServerPath(path)).toBeUndefined()
    },
  )

  it('takes a server that is called "versions" for one', () => {
    expect(parseServerPath('com.example/versions/versions/latest')).toEqual({
      name: 'com.example/versions',
      tail: ['versions', 'latest'],
    })
  })
})
