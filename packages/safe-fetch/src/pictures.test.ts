import { describe, expect, it } from 'vitest'
import { movingPng, PICTURES, pngOfSize } from './testing.ts'
import { MAX_PICTURE_SIDE, readRasterType } from './pictures.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)

describe('readRasterType()', () => {
  it.each([
    ['image/png', PICTURES.png],
    ['image/png', pngOfSize(MAX_PICTURE_SIDE, MAX_PICTURE_SIDE)],
    ['image/jpeg', PICTURES.jpeg],
    ['image/webp', PICTURES.webp],
    ['image/webp', PICTURES.losslessWebp],
    ['image/webp', PICTURES.seeThroughWebp],
  ])('knows %s by its bytes', (type, bytes) => {
    expect(readRasterType(bytes)).toBe(type)
  })

  it.each([
    ['nothing', new Uint8Array()],
    ['SVG', bytesOf('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ['HTML', bytesOf('<!doctype html><script>alert(1)</script>')],
    ['GIF', bytesOf('GIF89a\x01\x00\x01\x00')],
    ['a PNG that moves', movingPng()],
    ['a WebP that moves', PICTURES.movingWebp],
    ['a PNG that is too wide', pngOfSize(MAX_PICTURE_SIDE + 1, 1)],
    ['a PNG that is too high', pngOfSize(1, 30_000)],
    ['a PNG of no size', pngOfSize(0, 3)],
  ])('does not know %s', (_name, bytes) => {
    expect(readRasterType(bytes)).toBeUndefined()
  })

  it('does not know what is cut off before its size, and fails at no byte', () => {
    for (const bytes of Object.values(PICTURES)) {
      for (let length = 0; length < bytes.length; length += 1) {
        expect(() => readRasterType(bytes.slice(0, length))).not.toThrow()
      }
      expect(readRasterType(bytes.slice(0, 12))).toBeUndefined()
    }
  })
})
