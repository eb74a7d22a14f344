import { describe, expect, it } from 'vitest'
import { decodeNodeId, encodeNodeId, getId, parseId } from './node-id.ts'

const UUID = '01900000-0000-7000-8000-0000000000ab'

describe('the id of a node', () => {
  it('comes back as it went', () => {
    expect(decodeNodeId(encodeNodeId('Server', UUID))).toEqual({ typename: 'Server', id: UUID })
  })

  it.each(['', 'zzz', btoa('Server'), btoa('Server:1'), btoa(`Ser ver:${UUID}`), '日本'])(
    'is refused when it is %j',
    (id) => {
      expect(() => decodeNodeId(id)).toThrow('Cannot read the id')
    },
  )

  it('is read for one type only, or as the plain uuid of the other faces', () => {
    expect(parseId('Server', encodeNodeId('Server', UUID))).toBe(UUID)
    expect(parseId('Server', UUID.toUpperCase())).toBe(UUID)
    expect(parseId('Server', encodeNodeId('Tool', UUID))).toBeUndefined()
    expect(() => getId('Server', 'zzz')).toThrow('it is not one of a Server')
  })
})
